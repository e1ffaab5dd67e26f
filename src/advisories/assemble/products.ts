import { purlTypeOf } from '../../base/ecosystem.ts'
import { compareIn } from '../../base/versions/compare.ts'
import type { VersionRange } from '../advisory.ts'
import { cvesIn } from '../extract/cves.ts'
import { encodePath, packagesIn } from '../extract/packages.ts'
import { branchOf } from '../extract/products/groups.ts'
import { isGeneric, nameInTitle, namesInHeading, platformIn } from '../extract/products/product-name.ts'
import { claimsIn, ecosystemIn, type VersionClaim } from '../extract/products/products.ts'
import { claimsOfRow } from '../extract/products/rows.ts'
import type { DraftProduct } from '../format.ts'
import { type Block, placeIn } from '../text/block.ts'
import { sentenceAround } from '../text/sentence.ts'
import { compact } from './compact.ts'

interface Claim extends VersionClaim {
  readonly block: Block
  readonly purl?: string | undefined
}

interface NamedClaim extends Claim {
  readonly product: string
}

/** Installers name product and version: `3CXDesktopApp-18.12.416.dmg`. */
const installer =
  /(?<![\p{L}\p{N}_./\\-])([\p{L}\p{N}][\p{L}\p{N}+]*(?:[ _-][\p{L}][\p{L}\p{N}+]*){0,4})[-_ ]v?(\d{1,5}(?:\.\d{1,6}){1,4})(?:[-_.](?:x64|x86|amd64|arm64|win(?:32|64)?|macos|full|setup|universal|x86_64|py[23](?:\.py3)?|cp\d{2,3}|abi3|none|any))*\.(?:msi|exe|dmg|pkg|deb|rpm|nupkg|appimage|apk|tgz|whl|tar\.gz)(?![\p{L}\p{N}])/giu

/** `vulnerabilities in Ivanti Connect Secure`, `the vendor Ivanti`. */
const speaksOf =
  /\b(?:vulnerabilit(?:y|ies)|flaws?|bugs?|backdoor|compromise|attack|malicious code|issues?)\s+(?:in|of|affecting|impacting|on)\s+(?:the\s+|its\s+)?((?:\p{Lu}[\p{L}\p{N}.+-]{1,40}|\d+\p{L}[\p{L}\p{N}]{0,40})(?:\s(?:\p{Lu}[\p{L}\p{N}+-]{1,40}|\d+\p{L}[\p{L}\p{N}]{0,40})){0,4})/gu

/** Products with what the text says of their versions; one entry a product and platform. */
export function productsOf(blocks: readonly Block[], title: string): readonly DraftProduct[] {
  const claims = blocks.filter((block) => block.take !== 'nothing').flatMap((block) => claimsOf(block, title))
  const named = withNames(claims, subjectOf(claims, title, blocks))
  const byName = Map.groupBy(named, (claim) => compact(claim.product))
  const groups = [...byName].flatMap(([key, group]) => byPlatform(group).map((claims) => ({ key, claims })))
  const known = groups.map(({ key, claims }) => ({ key, name: claims[0]?.product ?? '' }))
  return groups
    .map(({ key, claims }) => productOf(claims, related(key, known)))
    .filter((product) => product.versions.length + product.ranges.length + product.fixed.length > 0)
}

/** What is said without a platform is said of the only one there is. */
function byPlatform(claims: readonly NamedClaim[]): readonly (readonly NamedClaim[])[] {
  const platforms = new Set(claims.flatMap(({ platform }) => platform ?? []))
  const [only] = platforms.size === 1 ? platforms : []
  return [...Map.groupBy(claims, ({ platform }) => platform ?? only ?? '').values()]
}

function claimsOf(block: Block, title: string): readonly Claim[] {
  const around = { section: block.section, title: block.text.includes(title) ? '' : title }
  const fromRow = block.kind === 'row' && block.header ? claimsOfRow(block.text, block.header, around) : []
  const prose = block.kind === 'code' || fromRow.length > 0 ? [] : claimsIn(block.text, around)
  return [...fromRow, ...prose, ...packageClaims(block), ...installerClaims(block)].map((claim) => ({ ...claim, block }))
}

/** Versions without a name belong to what the lines above them name, else to what was named last under the same heading, else to what the whole text is about. */
function withNames(claims: readonly Claim[], subject: string | undefined): readonly NamedClaim[] {
  const known = new Map(claims.flatMap(({ product }) => (product === undefined ? [] : [[product.toLowerCase(), product] as const])))
  const about = new Map<string, readonly string[]>()
  const namesIn = (heading: string) => {
    const names = about.get(heading) ?? namesInHeading(heading, known)
    about.set(heading, names)
    return names
  }
  let last: NamedClaim | undefined
  return claims.flatMap((claim): readonly NamedClaim[] => {
    const { product, block } = claim
    const before = last !== undefined && sectionOf(last.block) === sectionOf(block) ? [last.product] : []
    const above =
      product === undefined
        ? block.section
            .toReversed()
            .map(namesIn)
            .find(({ length }) => length > 0)
        : undefined
    const names = product === undefined ? (above ?? [...before, ...(subject === undefined ? [] : [subject])].slice(0, 1)) : [product]
    const named = names.map((name) => ({ ...claim, product: name }))
    last = named.at(-1) ?? last
    return named
  })
}

/** The same for blocks under the same headings. */
function sectionOf({ section }: Block): string {
  return JSON.stringify(section)
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
function installerClaims(block: Block): readonly Omit<Claim, 'block'>[] {
  if (!/[0-9a-f]{32}|malicious|affected|trojan|backdoor|compromis|infect/i.test(`${block.text.slice(0, 4000)} ${block.section.at(-1) ?? ''}`)) return []
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
      ?.filter((word) => /^(?=.*\p{L})(?=.*\p{N})|^\p{Lu}\p{L}*\p{Lu}/u.test(word) && !/^(?:CVE|UPDATE|IOCS?|APT|DLL|PyPI|RubyGems|NuGet|GitHub)/.test(word)) ??
    []
  const text = blocks
    .slice(0, 400)
    .map((block) => block.text)
    .join('\n')
  return words.find((word) => text.split(word).length > 3) ?? nameInTitle(title, ecosystemIn(title) !== undefined) ?? mostNamed(text)
}

/** The name that follows most often where the text speaks of a vulnerability or of what is affected. */
function mostNamed(text: string): string | undefined {
  const counts = new Map<string, number>()
  for (const [, name = ''] of text.matchAll(speaksOf)) if (!isGeneric(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function productOf(claims: readonly NamedClaim[], names: readonly string[]): DraftProduct {
  const [first] = claims
  const product = first?.product ?? ''
  const own = (status: VersionClaim['status']) => claims.filter((claim) => claim.status === status)
  const singles = (status: VersionClaim['status']) =>
    unique(own(status).flatMap((claim) => [...claim.versions, ...claim.ranges.flatMap((range) => (range.before === undefined ? (range.from ?? []) : []))]))
  const affected = own('affected')
  const ecosystem = claims.find((claim) => claim.ecosystem)?.ecosystem
  const type = ecosystem === undefined ? undefined : purlTypeOf(ecosystem)
  const block = first?.block
  return {
    product,
    names: unique(names.filter((name) => name !== product)),
    ecosystem,
    purl: claims.find((claim) => claim.purl)?.purl ?? (type && !/\s/.test(product) ? `pkg:${type}/${encodePath(product)}` : undefined),
    platform: claims.find((claim) => claim.platform)?.platform,
    versions: unique(affected.flatMap((claim) => claim.versions)),
    ranges: uniqueRanges(rangesOf(affected)),
    fixed: singles('fixed'),
    unaffected: singles('unaffected'),
    unclear: isUnclear(claims) ? true : undefined,
    cves: unique(claims.flatMap((claim) => cvesIn(sentenceAround(claim.block, claim.start, claim.end)).map((cve) => cve.value))),
    place: block && first ? placeIn(block, first.start) : {},
    sentence: block && first ? sentenceAround(block, first.start, first.end) : '',
  }
}

/** `6.0.5 and below` above `5.6.9 and below` is of 6.0: each line of such a list speaks of its own branch, and the lowest of all that came before. */
function rangesOf(claims: readonly Claim[]): readonly VersionRange[] {
  return [...Map.groupBy(claims, ({ block }) => sectionOf(block)).values()].flatMap((listed) => {
    const ranges = listed.flatMap((claim) => claim.ranges)
    const open = new Set(ranges.filter(({ from, after, through, before }) => from === undefined && after === undefined && (through ?? before) !== undefined))
    const lowest = [...open].sort((one, other) => compareIn('', upperOf(one), upperOf(other)) ?? 0)[0]
    const isList = lowest !== undefined && new Set([...open].map((range) => branchOf(upperOf(range)))).size === open.size
    return ranges.map((range) => {
      const branch = isList && range !== lowest && open.has(range) ? branchOf(upperOf(range)) : ''
      return branch === '' ? range : { from: branch, ...range }
    })
  })
}

function upperOf({ through, before }: VersionRange): string {
  return through ?? before ?? ''
}

/** Versions are named of which it cannot be told what is said of them, and which nothing else speaks of. */
function isUnclear(claims: readonly Claim[]): boolean {
  const versionsOf = (some: readonly Claim[]) =>
    some.flatMap(({ versions, ranges }) => [...versions, ...ranges.flatMap(({ from, after, through, before }) => [from, after, through, before])])
  const told = new Set(versionsOf(claims.filter(({ status }) => status !== undefined)))
  // `3.0 users should upgrade to 3.0.7` says no more of 3.0 than of its versions.
  const isTold = (version: string) => told.has(version) || [...told].some((one) => one?.startsWith(`${version}.`))
  return versionsOf(claims.filter(({ status }) => status === undefined)).some((version) => version !== undefined && !isTold(version))
}

/** Names of which one begins with the other. */
function related(key: string, known: readonly { readonly key: string; readonly name: string }[]): readonly string[] {
  return known.filter((other) => other.key.length > 2 && key.length > 2 && (other.key.startsWith(key) || key.startsWith(other.key))).map(({ name }) => name)
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}

function uniqueRanges(ranges: readonly VersionRange[]): readonly VersionRange[] {
  return [...new Map(ranges.map((range) => [JSON.stringify(range), range])).values()]
}
