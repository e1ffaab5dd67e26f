import { plural } from '../../../../src/base/text.ts'
import type { Answer } from '../../api/call.ts'

type Vetting = Answer<'getVetting'>
type Identity = Vetting['release']['identity']
export type Fact = Vetting['facts'][number]

/** `@scope/thing 1.2.3` */
export function nameOf({ name, version }: Identity): string {
  return version === undefined ? name : `${name} ${version}`
}

const meanings: Readonly<Record<Vetting['word'], string>> = {
  BLOCK: 'Something in these bytes is what a tampered release looks like.',
  HOLD: 'Something in these bytes has to be looked at, or waited for, before it is rolled out.',
  ALLOW: 'Nothing that Gatehouse looks for was met in these bytes. That is no proof that they are harmless.',
}

/** What the word claims of this very release. */
export function meaningOf({ word, missed = [] }: Vetting): string {
  return meanings[word] + (missed.length === 0 ? '' : ` It does not speak for ${plural(missed.length, 'part')} that could not be read.`)
}

/** What each class of reason is, in the words of docs/vetting.md. */
export const classWords: Readonly<Record<Fact['class'], string>> = {
  A: 'alone enough',
  B: 'runs by itself',
  C: 'new code',
  D: 'data',
  E: 'network',
  F: 'dependency',
  G: 'native code',
  H: 'publication',
  I: 'age',
}

/** `package/index.js:12`; undefined for what lies in no file. */
export function placeWords({ path, place }: Fact): string | undefined {
  if (path === undefined) return undefined
  if (place?.line !== undefined) return `${path}:${place.line}`
  return place?.offset === undefined ? path : `${path} at offset ${place.offset}`
}
