import type { Trait, Unit } from '../../../src/releases/reading.ts'
import type { Signature } from '../../../src/releases/release.ts'
import { unitOf } from '../../../src/releases/unit.ts'
import { type BuiltFile, type BuiltRelease, type evidenceOf, filler } from '../release.ts'

/** A release before and after, and what of it is fit to be called by the fact. */
export interface Case {
  readonly fact: string
  readonly fires: readonly [now: BuiltRelease, before: BuiltRelease | undefined]
  /** Looks like it and is not. */
  readonly not: readonly (readonly [why: string, now: BuiltRelease, before: BuiltRelease | undefined])[]
  readonly options?: Parameters<typeof evidenceOf>[2]
}

export const old = filler(40)
export const base: BuiltRelease = { files: { 'package/index.js': { units: old } } }

export function files(more: Readonly<Record<string, BuiltFile>>): BuiltRelease {
  return { files: { ...base.files, ...more } }
}

export function code(...units: Unit[]): BuiltRelease {
  return { files: { 'package/index.js': { units: [...old, ...units] } } }
}

export function manifest(kind: string, says: string, more: { imports?: string[]; files?: string[] } = {}): Unit {
  return unitOf({ kind: `manifest.${kind}`, text: says, place: { line: 1 }, ...more })
}

export function packaged(...units: Unit[]): BuiltRelease {
  return files({ 'package/package.json': { readers: ['manifest'], units } })
}

export function native(
  path: string,
  units: readonly Unit[],
  traits: readonly Trait[] = [],
  more: Partial<BuiltFile> = {},
): Readonly<Record<string, BuiltFile>> {
  return { [path]: { readers: ['pe'], units, traits, ...more } }
}

export function imported(name: string, ...capabilities: Unit['capabilities']): Unit {
  return unitOf({ kind: 'import', text: name, place: { offset: 0 }, capabilities })
}

export function signature(state: Signature['state'], subject?: string): Signature {
  return {
    scheme: 'authenticode',
    path: 'example.tgz!/a.dll',
    state,
    because: ['it says so'],
    traits: [],
    ...(subject !== undefined && { signer: { subject, organisation: subject, id: subject } }),
  }
}

export const slack = (bytes: number, entropy: number, tag = ''): Trait[] => [
  { name: 'pe.certificate-slack-nonzero', value: bytes },
  { name: 'pe.certificate-slack-entropy', value: entropy },
  { name: 'pe.certificate-tag', value: tag },
]
export const random = (size: number, more: readonly Trait[] = []): BuiltFile => ({
  readers: [],
  size,
  traits: [{ name: 'file.entropy', value: 7.99 }, { name: 'file.text', value: false }, ...more],
})
export const published = (more: object) => ({ registry: 'https://registry.invalid', provenance: null, history: [], ...more })
export const hosts = new Map([['hooks.invalid', 'a service that collects whatever is sent to it']])
