import { printable } from '../../base/text.ts'
import type { Trait } from '../reading.ts'

/** A number among traits; undefined when it is not there or cannot be told. */
export function numberOf(traits: readonly Trait[] | undefined, name: string): number | undefined {
  const value = traitValue(traits, name)
  return typeof value === 'number' ? value : undefined
}

export function traitValue(traits: readonly Trait[] | undefined, name: string): Trait['value'] | undefined {
  return traits?.find((trait) => trait.name === name)?.value
}

/** A name from a hostile file, fit to stand in a sentence. */
export function textOf(name: string): string {
  return printable(name, 60)
}
