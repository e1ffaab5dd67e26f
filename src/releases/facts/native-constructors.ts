import type { ComparedFile, NovelUnit } from '../diff/compare.ts'
import { numberOf } from './traits.ts'

/**
 * What runs when the file is loaded and did not before. A build that was stripped, or no longer is, calls the same functions
 * otherwise: those without a name count only where there are more functions than before, those with one only where no
 * function can have got its name back.
 */
export function newConstructors({ now, before, novel }: ComparedFile): NovelUnit[] {
  const found = novel.filter(({ kind }) => kind === 'constructor' || kind === 'unnamed-constructor' || kind === 'tls-callback')
  const traits = [now.content?.traits, before?.content?.traits] as const
  const [count = 0, countBefore] = traits.map((side) => numberOf(side, 'elf.init-entries'))
  const [unnamed = 0, unnamedBefore = 0] = traits.map((side) => numberOf(side, 'elf.unnamed-init-entries'))
  if (countBefore === undefined || count > countBefore) return found
  const named = found.filter(({ kind }) => kind !== 'unnamed-constructor')
  return named.length <= unnamedBefore - unnamed ? [] : named
}
