import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { typeByLook } from './look.ts'

export interface CellValue {
  readonly value: string
  /** What it is by its look; undefined for words. */
  readonly look: AdvisoryIndicatorType | undefined
}

const mostParts = 2000

/** The values of a cell: one, a list of them (`sha256,sha1,md5`, lines of addresses), or values with words beside them (`a and b`, `SHA256: …`, `1.2.3.4 (port 443)`). */
export function valuesIn(cell: string, isFreeText: boolean): readonly CellValue[] {
  const whole = cell.trim()
  const look = typeByLook(whole)
  if (whole === '' || look !== undefined) return whole === '' ? [] : [{ value: whole, look }]
  const listed = looked(whole.split(/[,;\n]\s*|\s+\|\s+/))
  if (listed.length > 1 && listed.every((part) => part.look !== undefined)) return listed
  if (isFreeText || !/[\s,;/]/.test(whole)) return [{ value: whole, look }]
  const values = looked(whole.split(/[\s,;|]+/)).flatMap((part) => (part.look === undefined ? beside(part.value) : [part]))
  return values.length > 0 ? values : [{ value: whole, look }]
}

/** `45.77.21.3/45.77.21.4` */
function beside(text: string): readonly CellValue[] {
  const parts = looked(text.split('/'))
  return parts.length > 1 && parts.every((part) => part.look !== undefined) ? parts : []
}

function looked(parts: readonly string[]): readonly CellValue[] {
  return parts.slice(0, mostParts).flatMap((part) => {
    const value = part.trim().replace(/^[("'“‘«]+|[)"'”’».:]+$/g, '')
    return value === '' ? [] : [{ value, look: typeByLook(value) }]
  })
}
