import { Cursor } from '../../cursor.ts'

/** Offsets of a PE file that its Authenticode digest needs (Windows Authenticode Portable Executable Signature Format, 2008). */
export interface PeLayout {
  readonly checksumAt: number
  /** Of the certificate table's entry among the data directories; undefined: the header has no room for one. */
  readonly directoryAt?: number
  /** Where the certificate table lies; size 0: none. */
  readonly table: { readonly offset: number; readonly size: number }
  readonly headerSize: number
  readonly pageSize: number
  /** Raw data of the sections in the order of the section table. */
  readonly sections: readonly { readonly offset: number; readonly size: number }[]
}

const pe32 = 0x10b
const pe32Plus = 0x20b

/** Undefined when it is no PE file. Throws BeyondEnd when it ends inside its headers. */
export function readLayout(bytes: Uint8Array): PeLayout | undefined {
  const cursor = new Cursor(bytes)
  if (!cursor.has(0, 64) || cursor.u16(0) !== 0x5a4d) return undefined
  const start = cursor.u32(60)
  if (!cursor.has(start, 24) || cursor.u32(start) !== 0x4550) return undefined
  const optional = start + 24
  const magic = cursor.u16(optional)
  if (magic !== pe32 && magic !== pe32Plus) return undefined
  const directories = optional + (magic === pe32 ? 96 : 112)
  const directoryAt = cursor.u32(directories - 4) > 4 ? directories + 32 : undefined
  const sectionsAt = optional + cursor.u16(start + 20)
  const count = cursor.u16(start + 6)
  return {
    checksumAt: optional + 64,
    ...(directoryAt !== undefined && { directoryAt }),
    table: directoryAt === undefined ? { offset: 0, size: 0 } : { offset: cursor.u32(directoryAt), size: cursor.u32(directoryAt + 4) },
    headerSize: cursor.u32(optional + 60),
    pageSize: cursor.u32(optional + 32),
    sections: Array.from({ length: count }, (_, index) => sectionsAt + index * 40).map((at) => ({ size: cursor.u32(at + 16), offset: cursor.u32(at + 20) })),
  }
}
