import type { Comparison, NovelUnit } from '../diff/compare.ts'
import { lineKind } from '../unit.ts'

/**
 * How many novel units there are among which a unit may stand out by chance. Lines of languages that are read without their grammar are many, and count only
 * for one another: a library in C that comes along must not make a statement of JavaScript look small.
 */
export function alike({ novel }: Pick<Comparison, 'novel'>, unit: Pick<NovelUnit, 'kind'> | undefined): number {
  const isLine = unit?.kind === lineKind
  return novel.filter(({ kind }) => (kind === lineKind) === isLine).length
}
