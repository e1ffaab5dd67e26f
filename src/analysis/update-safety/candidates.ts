import type { Software } from '../../base/questions/software.ts'
import { plainName } from '../../base/text.ts'
import { compareIn } from '../../base/versions/compare.ts'
import { exposedReleases } from '../../knowledge/exposed.ts'
import { matchOf } from '../updates/exposed-match.ts'
import type { Weakness } from '../updates/weakness.ts'
import type { Candidate } from './decide.ts'

/** What the workspace knows of versions of one product beside the installed one. */
export interface KnownVersions {
  /** Installed on some host: how many, and by whom it is signed there. */
  readonly installed: readonly { readonly product: string; readonly version: string; readonly hosts: number; readonly signers: readonly string[] }[]
  readonly vetted: readonly { readonly name: string; readonly version: string; readonly word: string }[]
  /** The latest version of the same cycle or a later one, and when it came out (seconds since 1970). */
  readonly released: readonly { readonly version: string; readonly at: number | null }[]
  /** Its release cycle gets no more security updates; false: it does, or that is not known. */
  readonly ended: boolean
}

const mostCandidates = 20

/** The ecosystem that orders its versions: the type of its package URL, else the natural order. */
function orderOf({ purls }: Pick<Software, 'purls'>): string {
  return /^pkg:([^/]+)\//.exec(purls[0] ?? '')?.[1] ?? ''
}

/** Later versions of a release: those that repair a weakness of it, that other hosts have, that were vetted, or that its life cycle names. */
export function candidatesOf(software: Software, weaknesses: readonly Weakness[], known: KnownVersions): readonly Candidate[] {
  const order = orderOf(software)
  const versions = new Set([
    ...weaknesses.flatMap(({ verdict }) => verdict.fixedIn ?? []),
    ...known.installed.map(({ version }) => version),
    ...known.vetted.map(({ version }) => version),
    ...known.released.map(({ version }) => version),
  ])
  const later = [...versions].filter((version) => compareIn(order, software.version, version) === -1)
  return later.slice(0, mostCandidates).map((version) => {
    const here = known.installed.find((one) => one.version === version)
    return {
      version,
      repairs: repairs(order, version, weaknesses),
      compromised: exposedReleases.some((release) => matchOf({ ...software, version, purl: purlAt(software, version) }, release) !== undefined),
      released: known.released.find((one) => one.version === version)?.at ?? null,
      vetted: wordOf(known, version),
      signerChanged: signerChanged(software.signer, here?.signers ?? []),
      hosts: here?.hosts ?? 0,
    }
  })
}

/** Whether it is at or after every repair that is named; a weakness without a named repair leaves it open. */
function repairs(order: string, version: string, weaknesses: readonly Weakness[]): boolean | null {
  const each = weaknesses.map(({ verdict: { fixedIn } }) => {
    if (fixedIn === undefined) return null
    const found = compareIn(order, fixedIn, version)
    return found === undefined ? null : found <= 0
  })
  if (each.includes(false)) return false
  return each.includes(null) ? null : true
}

function wordOf({ vetted }: KnownVersions, version: string): Candidate['vetted'] {
  const words = vetted.filter((one) => one.version === version).map(({ word }) => word)
  // Of several artifacts of one version the worst counts.
  return (['BLOCK', 'HOLD', 'ALLOW'] as const).find((word) => words.includes(word)) ?? null
}

function signerChanged(before: string, after: readonly string[]): boolean | null {
  const signers = after.filter((signer) => signer !== '')
  return before === '' || signers.length === 0 ? null : !signers.some((signer) => plainName(signer) === plainName(before))
}

function purlAt({ purls }: Software, version: string): string {
  const [first = ''] = purls
  return first === '' ? '' : `${first.replace(/@[^@/?#]*(?=[?#]|$)/, '').replace(/[?#].*$/, '')}@${version}`
}
