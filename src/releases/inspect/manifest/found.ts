import { shellSigns } from '../../code/shell/signs.ts'
import { Signs } from '../../code/signs.ts'
import type { SourceText } from '../../code/source-text.ts'
import type { Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'

export type TraitValue = Trait['value']

/** Dependencies that are installed together with the package; others only on request or to build it. */
const comesAlong = new Set(['dependencies', 'optional', 'peer', 'bundled', 'extension', 'pre-depends'])

/** What is gathered from one manifest. */
export class Found {
  readonly units: Unit[] = []
  readonly traits: Trait[] = []
  readonly notes: string[] = []
  readonly path: string
  readonly source: SourceText
  readonly bytes: Uint8Array

  constructor(path: string, source: SourceText, bytes: Uint8Array) {
    this.path = path
    this.source = source
    this.bytes = bytes
    this.notes.push(...source.notes)
  }

  trait(name: string, value: TraitValue): void {
    this.traits.push({ name: `manifest.${name}`, value })
  }

  /** A list as one value that does not depend on the order. */
  traitList(name: string, values: readonly string[]): void {
    if (values.length > 0) this.trait(name, [...new Set(values)].sort().join(' ').slice(0, 2000))
  }

  /**
   * Something that is run without being asked for by the code: `name: command`.
   * `event`: what runs it, by the name that its manifest gives it.
   */
  hook(event: string, command: string, near = command, signs = commandSigns(command)): void {
    this.#add('manifest.hook', `${event}: ${command.trim().replace(/\s+/g, ' ')}`, near, signs)
  }

  /** A command that somebody has to ask for. */
  script(name: string, command: string): void {
    this.#add('manifest.script', `${name}: ${command.trim().replace(/\s+/g, ' ')}`, command, commandSigns(command))
  }

  /** `how`: dependencies, optional, peer, development, build …; of the same manifest, as it calls them. */
  dependency(name: string, range: string, how: string): void {
    const signs = new Signs()
    signs.imported(name)
    if (/^(?:git(?:\+|:|@)|https?:|github:|gitlab:|bitbucket:)|:\/\/|^[\w.-]+\/[\w.-]+(?:#|$)/.test(range)) signs.can('network')
    const says = `${name}@${range}${how === 'dependencies' ? '' : ` (${how})`}`
    this.#add(comesAlong.has(how) ? 'manifest.dependency' : 'manifest.other-dependency', says, `"${name}"`, signs)
  }

  /** Something that the software asks for or is allowed. */
  permission(name: string, signs = new Signs()): void {
    this.#add('manifest.permission', name, name, signs)
  }

  /** Anything else that is declared and matters when it is new. */
  declares(kind: string, says: string, near = says, signs = new Signs()): void {
    this.#add(`manifest.${kind}`, says, near, signs)
  }

  #add(kind: string, says: string, near: string, signs: Signs): void {
    const index = near === '' ? -1 : this.source.text.indexOf(near.slice(0, 200))
    const { capabilities, hosts, imports, files } = signs
    this.units.push(unitOf({ kind, text: says, says, place: this.source.place(Math.max(0, index)), capabilities, hosts, imports, files }))
  }
}

export function commandSigns(command: string): Signs {
  const signs = new Signs()
  shellSigns(command, signs)
  return signs
}
