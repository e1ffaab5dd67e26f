import type { NovelUnit } from '../diff/compare.ts'
import type { Sign } from './evidence.ts'

/** What one new unit gives away, shown with its own words at its place. */
export function unitSign(unit: NovelUnit, says: string): Sign {
  return { says, now: unit.says ?? unit.kind, path: unit.file.path, place: unit.place }
}
