import { sha256 } from '../../../base/hash.ts'
import { bytes as size } from '../../../base/text.ts'
import type { Measure, Notes } from '../../native/parts.ts'
import type { Embedded, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { directories, type PeImage } from './headers.ts'

export interface Resource {
  /** `RT_MANIFEST`, or as named by the file. */
  readonly type: string
  readonly name: string
  readonly language: number
  readonly offset: number
  readonly length: number
  readonly entropy: number | null
}

/** Microsoft's “Resource Types”. */
const types: Readonly<Record<number, string>> = {
  1: 'RT_CURSOR',
  2: 'RT_BITMAP',
  3: 'RT_ICON',
  4: 'RT_MENU',
  5: 'RT_DIALOG',
  6: 'RT_STRING',
  7: 'RT_FONTDIR',
  8: 'RT_FONT',
  9: 'RT_ACCELERATOR',
  10: 'RT_RCDATA',
  11: 'RT_MESSAGETABLE',
  12: 'RT_GROUP_CURSOR',
  14: 'RT_GROUP_ICON',
  16: 'RT_VERSION',
  17: 'RT_DLGINCLUDE',
  19: 'RT_PLUGPLAY',
  20: 'RT_VXD',
  21: 'RT_ANICURSOR',
  22: 'RT_ANIICON',
  23: 'RT_HTML',
  24: 'RT_MANIFEST',
}

const mostResources = 4_096
const mostEntries = 20_000
/** Resources of these types hold whatever the program wants, so their content counts. */
const free = /^(?!RT_)|^RT_(?:RCDATA|HTML|BITMAP)$/

/** Leaves of the tree of resources: type → name → language. */
export function readResources(image: PeImage, measure: Measure, notes: Notes): Resource[] {
  const found: Resource[] = []
  const directory = image.directory(directories.resource)
  if (directory === undefined) return found
  notes.part('the resources', () => {
    const walk = new Walk(image, image.at(directory.rva), measure, notes, found)
    walk.directory(0, [])
  })
  return found
}

class Walk {
  readonly #image: PeImage
  readonly #root: number
  readonly #measure: Measure
  readonly #notes: Notes
  readonly #found: Resource[]
  readonly #seen = new Set<number>()
  #entries = 0

  constructor(image: PeImage, root: number, measure: Measure, notes: Notes, found: Resource[]) {
    this.#image = image
    this.#root = root
    this.#measure = measure
    this.#notes = notes
    this.#found = found
  }

  directory(at: number, path: readonly string[]): void {
    if (this.#seen.has(at)) {
      this.#notes.add('the tree of resources runs in circles')
      return
    }
    this.#seen.add(at)
    const { cursor } = this.#image
    const here = this.#root + at
    const count = cursor.u16(here + 12) + cursor.u16(here + 14)
    for (let index = 0; index < count; index++) {
      if (this.#entries++ >= mostEntries || this.#found.length >= mostResources) {
        this.#notes.add(`only the first ${this.#found.length} resources were read`)
        return
      }
      this.#entry(here + 16 + 8 * index, path)
    }
  }

  #entry(at: number, path: readonly string[]): void {
    const { cursor } = this.#image
    const id = cursor.u32(at)
    const place = cursor.u32(at + 4)
    const name = id >>> 31 === 1 ? this.#name(id & 0x7fffffff) : path.length === 0 ? (types[id] ?? String(id)) : String(id)
    if (place >>> 31 === 1) {
      if (path.length < 2) this.#notes.part('a folder of resources', () => this.directory(place & 0x7fffffff, [...path, name]))
      else this.#notes.add('the tree of resources is deeper than three levels')
    } else this.#notes.part('a resource', () => this.#leaf(this.#root + place, [...path, name]))
  }

  #leaf(at: number, [type = '', name = '', language = '0']: readonly string[]): void {
    const { cursor } = this.#image
    const length = cursor.u32(at + 4)
    const offset = this.#image.at(cursor.u32(at))
    const content = cursor.slice(offset, length)
    this.#found.push({ type, name, language: Number(language) || 0, offset, length, entropy: this.#measure.entropy(content) })
  }

  #name(at: number): string {
    const { cursor } = this.#image
    const length = Math.min(cursor.u16(this.#root + at), 256)
    return Buffer.from(cursor.slice(this.#root + at + 2, 2 * length)).toString('utf16le')
  }
}

/** Kind `resource`. Where the type leaves the content to the program, the content is a part of what is compared. */
export function resourceUnits(image: PeImage, resources: readonly Resource[], measure: Measure): Unit[] {
  return resources.map(({ type, name, language, offset, length, entropy }) => {
    const hash = free.test(type) && measure.spend(length) ? sha256(image.cursor.slice(offset, length)) : ''
    const says = `${type} ${name}, ${size(length)}${entropy === null ? '' : `, entropy ${entropy}`}`
    return unitOf({ kind: 'resource', text: `${type}/${name}/${language}/${hash}`, says, place: { offset } })
  })
}

/** Resources that may be files of their own. */
export function embeddedResources(resources: readonly Resource[]): Embedded[] {
  return resources
    .filter(({ type, length }) => free.test(type) && length >= 64)
    .map(({ type, name, offset, length }) => ({ name: `.rsrc/${type}/${name}`, offset, length }))
}
