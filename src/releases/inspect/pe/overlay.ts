import type { Measure } from '../../native/parts.ts'
import type { Embedded, Trait } from '../../reading.ts'
import type { Span } from '../../strings.ts'
import type { PeImage } from './headers.ts'

/** Bytes behind the sections that no header accounts for: neither symbols of the compiler nor the certificate table. */
export function overlaysOf(image: PeImage, certificates: Span | undefined, measure: Measure): { traits: Trait[]; embedded: Embedded[] } {
  const length = image.cursor.length
  const known = [{ offset: image.symbols.rva, length: image.symbols.size }, ...(certificates === undefined ? [] : [certificates])]
    .filter((span) => span.length > 0)
    .toSorted((a, b) => a.offset - b.offset)
  const gaps: Span[] = []
  let at = image.end
  for (const span of known) {
    if (span.offset > at) gaps.push({ offset: at, length: span.offset - at })
    at = Math.max(at, span.offset + span.length)
  }
  if (at < length) gaps.push({ offset: at, length: length - at })
  // Up to seven zeros before the certificates are padding.
  const real = gaps.filter((gap) => gap.length > 7 || image.cursor.slice(gap.offset, gap.length).some((byte) => byte !== 0))
  const largest = real.reduce<Span | undefined>((most, gap) => (most === undefined || gap.length > most.length ? gap : most), undefined)
  const place = largest === undefined ? {} : { place: { offset: largest.offset } }
  return {
    traits: [
      { name: 'pe.overlay-bytes', value: real.reduce((sum, gap) => sum + gap.length, 0), ...place },
      { name: 'pe.overlay-entropy', value: largest === undefined ? 0 : measure.entropy(image.cursor.slice(largest.offset, largest.length)), ...place },
    ],
    embedded: real.map((gap) => ({ name: 'overlay', ...gap })),
  }
}
