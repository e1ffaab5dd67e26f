import { type Tell, tells } from './tells.ts'

/**
 * A filter over every four characters of a text: most of any text holds no anchor of a tell, and is then searched by no
 * pattern. After Wu and Manber, “A fast algorithm for multi-pattern searching” (1994), with a bit table for a shift table.
 */
const bits = 16
const filter = new Uint8Array(1 << bits)
const tellsOf = new Map<number, Tell[]>()

for (const tell of tells) {
  for (const gram of new Set(tell.anchors.map((anchor) => gramOf(rarest(anchor))))) {
    filter[slot(gram)] = 1
    const others = tellsOf.get(gram)
    if (others === undefined) tellsOf.set(gram, [tell])
    else others.push(tell)
  }
}

/** `gram`: the last four characters, the last of them in the lowest byte. */
export function mayAnchor(gram: number): boolean {
  return filter[slot(gram)] === 1
}

/** The tells that the last four characters may be a part of. */
export function anchored(gram: number): readonly Tell[] {
  return tellsOf.get(gram) ?? []
}

function slot(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - bits)
}

function gramOf(text: string): number {
  let gram = 0
  for (let at = 0; at < 4; at++) gram = (gram << 8) | text.charCodeAt(at)
  return gram
}

/** The four characters of the anchor that are least like English and paths: letters in the order of their frequency. */
function rarest(anchor: string): string {
  const common = ' etaoinsrhldcumfpgwybvk'
  const weight = (character: string) => (common.includes(character) ? common.length - common.indexOf(character) : 0)
  const grams = Array.from({ length: anchor.length - 3 }, (_, at) => anchor.slice(at, at + 4))
  return grams.reduce((best, gram) => (sum(gram) < sum(best) ? gram : best))

  function sum(gram: string): number {
    return [...gram].reduce((total, character) => total + weight(character), 0)
  }
}
