import { bytes, number, plural, printable } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import { countChanges } from '../../figures/release-tree-figure.ts'
import { type Fact, factClasses } from '../../releases/fact.ts'
import type { Identity, Publication, Signature } from '../../releases/release.ts'
import type { VettedRelease, Vetting, VetWord } from '../../releases/vetting.ts'

/** What each word claims, for readers who meet it for the first time. */
const vetMeanings: Readonly<Record<VetWord, string>> = {
  BLOCK: 'Something in these bytes is what a tampered release looks like.',
  HOLD: 'Something in these bytes has to be looked at, or waited for, before it is rolled out.',
  ALLOW: 'Nothing that Gatehouse looks for was met in these bytes. That is no proof that they are harmless.',
}

/** What the word claims of this very release. */
export function meaningOf({ word, missed = [] }: Pick<Vetting, 'word' | 'missed'>): string {
  const gap = missed.length === 0 ? '' : ` It does not speak for ${plural(missed.length, 'part')} that could not be read.`
  return vetMeanings[word] + gap
}

export const vetSigns: Readonly<Record<VetWord, string>> = { BLOCK: '◆', HOLD: '▲', ALLOW: '○' }

/** `@scope/thing 1.2.3` */
export function nameOf({ name, version }: Identity): string {
  return version === undefined ? name : `${name} ${version}`
}

/** What it was compared with, and where that came from. */
export function basisWords({ basis, previous }: Pick<Vetting, 'basis' | 'previous'>): string {
  if (previous === undefined || basis === 'none') return 'compared with nothing: no release before it is known'
  const origin = { given: 'given', workspace: 'vetted before in this workspace', registry: 'from the registry', none: '' }[basis]
  return `compared with ${nameOf(previous.identity)}, ${origin}`
}

export function classWords(fact: Fact): string {
  return `class ${fact.class}, ${factClasses[fact.class]}`
}

/** `class C, new code · 40 points · T1140`; what is only said has no points. */
export function weightWords(fact: Fact): string {
  const points = fact.points > 0 ? plural(Math.round(fact.points), 'point') : 'no points'
  return [classWords(fact), points, ...(fact.technique === undefined ? [] : [fact.technique])].join(' · ')
}

/** `package/index.js:12`, `setup.msi!/a.dll at offset 305,664`; undefined for what lies in no file. */
export function placeWords({ path, place }: Pick<Fact, 'path' | 'place'>): string | undefined {
  if (path === undefined) return undefined
  if (place?.line !== undefined) return `${path}:${place.line}`
  return place?.offset === undefined ? path : `${path} at offset ${number(place.offset)}`
}

/** How many files did what: `2 changed, 12 added, 40 unchanged`. */
export function changeCounts({ tree, previous, release }: Vetting): string {
  return previous === undefined ? plural(release.files, 'file') : countChanges(tree)
}

/** One line of both releases side by side. */
export interface SideRow {
  readonly name: string
  readonly now: string
  readonly before: string
  /** True when the two differ in a way that a reader should see. */
  readonly differs: boolean
}

const unknown = 'not known'

/** Who made both releases and what vouches for them, line by line. */
export function sideRows({ release, previous }: Vetting): readonly SideRow[] {
  const rows: readonly (readonly [name: string, of: (side: VettedRelease) => string | undefined, always?: boolean])[] = [
    ['release', ({ identity }) => nameOf(identity), true],
    ['file', ({ artifact }) => `${artifact.path}, ${bytes(artifact.size)}`, true],
    ['SHA-256', ({ artifact }) => artifact.sha256, true],
    ['signature', ({ signatures }) => signatureWords(signatures), true],
    ['signer', ({ signatures }) => signerWords(signatures)],
    [
      'signed',
      ({ signatures }) =>
        signatures
          .map((one) => one.signedAt)
          .find((at) => at !== undefined)
          ?.slice(0, 10),
    ],
    ['published', ({ publication }) => publication?.publishedAt && `${shortTime(publication.publishedAt)} UTC`],
    ['publisher', ({ publication }) => publication?.publisher],
    ['provenance', ({ publication }) => publication && provenanceWords(publication)],
  ]
  return rows.flatMap(([name, of, always = false]) => {
    const [now, before] = [of(release), previous && of(previous)]
    if (now === undefined && before === undefined && !always) return []
    const sameKind = name === 'signature' || name === 'signer' || name === 'publisher' || name === 'provenance'
    return [
      {
        name,
        now: now ?? unknown,
        before: previous === undefined ? 'none' : (before ?? unknown),
        differs: previous !== undefined && sameKind && now !== before,
      },
    ]
  })
}

/** The state of the artifact's own signature first, then how many members bear which. */
function signatureWords(signatures: readonly Signature[]): string | undefined {
  if (signatures.length === 0) return undefined
  const groups = Map.groupBy(signatures, ({ scheme, state }) => `${scheme} ${state}`)
  return [...groups].map(([words, all]) => (all.length === 1 ? words : `${words} (${number(all.length)} files)`)).join(', ')
}

function signerWords(signatures: readonly Signature[]): string | undefined {
  const names = new Set(signatures.flatMap(({ signer }) => (signer === undefined ? [] : [signer.organisation ?? signer.subject])))
  return names.size === 0 ? undefined : [...names].slice(0, 4).join('; ')
}

function provenanceWords({ provenance }: Publication): string {
  return provenance === null ? unknown : provenance ? 'attested' : 'none'
}

/** What to do now, and with which command. */
export function nextStep({ word, facts, release, previous, unopened, missed = [] }: Vetting): string {
  const [first] = facts
  const place = first && placeWords(first)
  if (word === 'BLOCK') {
    return `Do not roll it out. Look at ${printable(place ?? 'the first reason', 160)}, and ask the maker over another channel than the one it came by. If it is installed anywhere: gatehouse assess FOLDER.`
  }
  if (word === 'HOLD' && facts.every((fact) => fact.class === 'I' || fact.points === 0) && facts.some((fact) => fact.class === 'I')) {
    return 'Wait until the release is old enough. If it fixes a vulnerability that concerns you, name it with --advisory ID.'
  }
  if (word === 'HOLD') return `Do not roll it out before somebody has looked at ${printable(place ?? 'the reasons above', 160)}.`
  if (missed.length > 0) return `Look at what could not be read, such as ${printable(missed[0] ?? '', 160)}, before it is rolled out.`
  if (previous === undefined && release.files > 0) return 'Vet the next release of it as well: it will be compared with this one.'
  if (unopened.length > 0)
    return 'Look at what could not be opened, then roll it out in steps; gatehouse assess FOLDER compares its behaviour before and after.'
  return 'Roll it out in steps; gatehouse assess FOLDER compares its behaviour before and after.'
}

/** What vetting says of a suspect's bytes, in a few sentences: the verdict and its heaviest reasons. */
export function bytesWords(vetting: Vetting): readonly string[] {
  const { word, conclusion, facts, release, at } = vetting
  const reasons = facts.filter((fact) => fact.points > 0).slice(0, 2)
  return [
    `${nameOf(release.identity)} was vetted on ${at.slice(0, 10)}, ${basisWords(vetting)}. ${word}: ${conclusion}`,
    ...reasons.map((fact) => {
      const place = placeWords(fact)
      return `${fact.says}${place === undefined ? '' : ` (${place})`}`
    }),
  ]
}
