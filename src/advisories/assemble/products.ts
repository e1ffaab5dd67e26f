import type { VersionRange } from '../advisory.ts'
import { cvesIn } from '../extract/cves.ts'
import { encodePath, packagesIn } from '../extract/packages.ts'
import { isGeneric, platformIn } from '../extract/products/product-name.ts'
import { claimsIn, type VersionClaim } from '../extract/products/products.ts'
import { claimsOfRow } from '../extract/products/rows.ts'
import type { DraftProduct } from '../format.ts'
import { type Block, placeIn } from '../text/block.ts'
import { sentenceAround } from '../text/sentence.ts'
import { compact } from './compact.ts'

interface Claim extends VersionClaim {
  readonly block: Block
  readonly purl?: string | undefined
}

/** Installers name product and version: `3CXDesktopApp-18.12.416.dmg`. */
const installer =
  /(?<![\p{L}\p{N}_./\\-])([\p{L}\p{N}][\p{L}\p{N}+]*(?:[ _-][\p{L}][\p{L}\p{N}+]*){0,4})[-_ ]v?(\d{1,5}(?:\.\d{1,6}){1,4})(?:[-_.](?:x64|x86|amd64|arm64|win(?:32|64)?|macos|full|setup|universal))*\.(?:msi|exe|dmg|pkg|deb|rpm|nupkg|appimage|apk|tgz|whl|tar\.gz)(?![\p{L}\p{N}])/giu

/** `vulnerabilities in Ivanti Connect Secure`, `the vendor Ivanti`. */
const speaksOf =
  /\b(?:vulnerabilit(?:y|ies)|flaws?|bugs?|backdoor|compromise|attack|malicious code|issues?)\s+(?:in|of|affecting|impacting|on)\s+(?:the\s+|its\s+)?((?:\p{Lu}[\p{L}\p{N}.+-]{1,40}|\d+\p{L}[\p{L}\p{N}]{0,40})(?:\s(?:\p{Lu}[\p{L}\p{N}+-]{1,40}|\d+\p{L}[\p{L}\p{N}]{0,40})){0,4})/gu

/** Products with what the text says of their versions; one entry a product and platform. */
export function productsOf(blocks: readonly Block[], title: string): readonly DraftProduct[] {
  const claims = blocks.filter((block) => block.take !== 'nothing').flatMap((block) => claimsOf(block))
  const subject = subjectOf(claims, title, blocks)
  const named = claims.flatMap((claim) => {
    const product = claim.product ?? subject
    return product === undefined ? [] : [{ ...claim, product }]
  })
  const platforms = Map.groupBy(named, (claim) => compact(claim.product))
  const groups = Map.groupBy(named, (claim) => {
    const known = new Set(platforms.get(compact(claim.product))?.flatMap(({ platform }) => platform ?? []))
    // What is said without a platform is said of the only one there is.
    return `${compact(claim.product)} ${claim.platform ?? (known.size === 1 ? [...known][0] : '')}`
  })
  const known = [...groups.values()].map((group) => group[0]?.product ?? '')
  return [...groups.values()]
    .map((group) => productOf(group, known))
    .filter((product) => product.versions.length + product.ranges.length + product.fixed.length > 0)
}

function claimsOf(block: Block): readonly Claim[] {
  const under = block.section.at(-1) ?? ''
  const fromRow = block.kind === 'row' && block.header ? claimsOfRow(block.text, block.header) : []
  const prose = block.kind === 'code' || fromRow.length > 0 ? [] : claimsIn(block.text, under)
  return [...fromRow, ...prose, ...packageClaims(block), ...installerClaims(block, under)].map((claim) => ({ ...claim, block }))
}

function packageClaims(block: Block): readonly Omit<Claim, 'block'>[] {
  return packagesIn(block.text).flatMap((found) =>
    found.version === undefined
      ? []
      : [
          {
            product: found.product,
            ecosystem: found.ecosystem,
            purl: found.purl,
            status: statusOfPackage(block.text, found.start),
            versions: [found.version],
            ranges: [],
            start: found.start,
            end: found.end,
          },
        ],
  )
}

/** In an advisory a package with its version is the bad one, unless the reader is told to move to it. */
function statusOfPackage(text: string, start: number): VersionClaim['status'] {
  return /\b(?:upgrade|update|downgrade|pin|install|fixed in|safe|revert|roll ?back)\b(?:(?!\.\s)[^\n]){0,60}$/i.test(
    text.slice(Math.max(0, start - 80), start),
  )
    ? 'fixed'
    : 'affected'
}

/** Only where the file is given as bad: in a row or list of indicators. */
function installerClaims(block: Block, under: string): readonly Omit<Claim, 'block'>[] {
  if (!/[0-9a-f]{32}|malicious|affected|trojan|backdoor|compromis|infect/i.test(`${block.text.slice(0, 4000)} ${under}`)) return []
  return [...block.text.matchAll(installer)].map((match) => ({
    product: (match[1] ?? '').replaceAll('_', ' '),
    platform: platformIn(match[0]),
    status: 'affected' as const,
    versions: [match[2] ?? ''],
    ranges: [],
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The product that versions without a name belong to: the one that most claims name, else a name of the title that the text repeats. */
function subjectOf(claims: readonly Claim[], title: string, blocks: readonly Block[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { product } of claims) if (product && !isGeneric(product)) counts.set(product, (counts.get(product) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  if (most) return most[0]
  const words =
    title
      .match(/[\p{L}\p{N}][\p{L}\p{N}+.-]*/gu)
      ?.filter((word) => /^(?=.*\p{L})(?=.*\p{N})|^\p{Lu}\p{L}*\p{Lu}/u.test(word) && !/^(?:CVE|UPDATE|IOCS?|APT|DLL)/.test(word)) ?? []
  const text = blocks
    .slice(0, 400)
    .map((block) => block.text)
    .join('\n')
  return words.find((word) => text.split(word).length > 3) ?? mostNamed(text)
}

/** The name that follows most often where the text speaks of a vulnerability or of what is affected. */
function mostNamed(text: string): string | undefined {
  const counts = new Map<string, number>()
  for (const [, name = ''] of text.matchAll(speaksOf)) if (!isGeneric(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function productOf(claims: readonly (Claim & { readonly product: string })[], known: readonly string[]): DraftProduct {
  const [first] = claims
  const product = first?.product ?? ''
  const own = (status: VersionClaim['status']) => claims.filter((claim) => claim.status === status)
  const singles = (status: VersionClaim['status']) =>
    unique(own(status).flatMap((claim) => [...claim.versions, ...claim.ranges.flatMap((range) => range.from ?? [])]))
  const affected = own('affected')
  const ecosystem = claims.find((claim) => claim.ecosystem)?.ecosystem
  const types: Readonly<Record<string, string>> = { npm: 'npm', PyPI: 'pypi', RubyGems: 'gem', NuGet: 'nuget', 'crates.io': 'cargo' }
  const type = ecosystem === undefined ? undefined : types[ecosystem]
  const block = first?.block
  const key = compact(product)
  return {
    product,
    names: unique(known.filter((name) => name !== product && related(compact(name), key))),
    ecosystem,
    purl: claims.find((claim) => claim.purl)?.purl ?? (type && !/\s/.test(product) ? `pkg:${type}/${encodePath(product)}` : undefined),
    platform: claims.find((claim) => claim.platform)?.platform,
    versions: unique(affected.flatMap((claim) => claim.versions)),
    ranges: uniqueRanges(affected.flatMap((claim) => claim.ranges)),
    fixed: singles('fixed'),
    unaffected: singles('unaffected'),
    cves: unique(claims.flatMap((claim) => cvesIn(sentenceAround(claim.block, claim.start, claim.end)).map((cve) => cve.value))),
    place: block && first ? placeIn(block, first.start) : {},
    sentence: block && first ? sentenceAround(block, first.start, first.end) : '',
  }
}

function related(one: string, other: string): boolean {
  return one.length > 2 && other.length > 2 && (one.startsWith(other) || other.startsWith(one))
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}

function uniqueRanges(ranges: readonly VersionRange[]): readonly VersionRange[] {
  return [...new Map(ranges.map((range) => [JSON.stringify(range), range])).values()]
}
