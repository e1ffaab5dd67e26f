import { printable } from '../../../base/text.ts'
import { Cursor } from '../../cursor.ts'
import { Measure, Notes } from '../../native/parts.ts'
import type { Embedded, FileHead, InspectedFile, Reader, Reading, Trait } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'
import { type ImageBounds, type ImageFormat, imageFormats } from './formats.ts'

/** Pictures: what lies behind their end, or inside where no viewer looks (T1027.003, T1102.001). */
export const image: Reader = {
  name: 'image',
  title: 'picture (PNG, ICO, JPEG, GIF, BMP, WebP)',

  recognise({ bytes }: FileHead): number {
    const format = formatOf(bytes)
    // Two bytes and a length are a weak mark.
    return format === undefined ? 0 : format.name === 'ico' || format.name === 'bmp' ? 0.8 : 1
  },

  read({ bytes }: InspectedFile): Reading {
    const notes = new Notes()
    const measure = new Measure(bytes.length)
    const format = formatOf(bytes)
    const name = format?.name ?? 'image'
    let bounds: ImageBounds | undefined
    notes.part('the picture', () => {
      bounds = format?.bounds(new Cursor(bytes), notes)
    })
    if (bounds === undefined) notes.add('where the picture ends cannot be told')
    const strings = stringUnits(bytes)
    const parts = bounds === undefined ? [] : partsOf(bytes, bounds, notes)
    return {
      reader: 'image',
      units: strings.units,
      traits: [
        { name: 'image.format', value: name },
        ...trailingTraits(bytes, bounds, measure),
        {
          name: 'image.hidden-bytes',
          value: bounds === undefined ? null : bounds.hidden.reduce((sum, { length }) => sum + length, 0),
          ...placeOf(bounds?.hidden[0]),
        },
      ],
      embedded: parts,
      notes: [...notes.list, ...strings.notes],
    }
  },
}

function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  return imageFormats.find((format) => format.matches(bytes))
}

function placeOf(part: { readonly offset: number } | undefined): Pick<Trait, 'place'> {
  return part === undefined ? {} : { place: { offset: part.offset } }
}

function partsOf(bytes: Uint8Array, bounds: ImageBounds, notes: Notes): Embedded[] {
  if (bounds.end > bytes.length) notes.add('the picture ends before its format says')
  const hidden = bounds.hidden.filter(({ length }) => length > 0).map(({ name, offset, length }) => ({ name: printable(name, 40), offset, length }))
  return bounds.end < bytes.length ? [...hidden, { name: 'trailing', offset: bounds.end, length: bytes.length - bounds.end }] : hidden
}

function trailingTraits(bytes: Uint8Array, bounds: ImageBounds | undefined, measure: Measure): Trait[] {
  if (bounds === undefined)
    return ['image.trailing-bytes', 'image.trailing-entropy', 'image.trailing-base64', 'image.trailing-format'].map((name) => ({ name, value: null }))
  const trailing = bytes.subarray(Math.min(bounds.end, bytes.length))
  const place = trailing.length === 0 ? {} : { place: { offset: bounds.end } }
  return [
    { name: 'image.trailing-bytes', value: trailing.length, ...place },
    { name: 'image.trailing-entropy', value: trailing.length === 0 ? 0 : measure.entropy(trailing), ...place },
    { name: 'image.trailing-base64', value: looksLikeBase64(trailing), ...place },
    { name: 'image.trailing-format', value: formatName(trailing), ...place },
  ]
}

/** At least 16 characters of the alphabet of Base64, either one, and little else; marks such as a leading `$` are let through. */
function looksLikeBase64(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536)
  let inAlphabet = 0
  for (const byte of sample)
    if (
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      byte === 0x2b ||
      byte === 0x2f ||
      byte === 0x3d ||
      byte === 0x2d ||
      byte === 0x5f
    )
      inAlphabet++
  return sample.length >= 16 && inAlphabet >= 0.95 * sample.length
}

const marks: readonly (readonly [name: string, mark: string])[] = [
  ['zip', 'PK\u0003\u0004'],
  ['pe', 'MZ'],
  ['elf', '\u007fELF'],
  ['7z', '7z\u00bc\u00af'],
  ['rar', 'Rar!'],
  ['gzip', '\u001f\u008b'],
  ['cab', 'MSCF'],
  ['pdf', '%PDF'],
  ['script', '#!'],
  ['php', '<?php'],
  ['mach-o', '\u00cf\u00fa\u00ed\u00fe'],
  ['html', '<script'],
]

/** What the trailing bytes begin like; '' for nothing known. */
function formatName(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return marks.find(([, mark]) => head.startsWith(mark))?.[0] ?? ''
}
