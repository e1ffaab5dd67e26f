import { Cursor } from '../../cursor.ts'
import type { Container } from '../container.ts'
import { exactly, type Source, startsWith } from '../source.ts'

interface Signature {
  readonly name: string
  readonly title: string
  /** 7-Zip's name of the format. */
  readonly type: string
  /** Any of these at its offset. */
  readonly magic: readonly (readonly [offset: number, text: string])[]
  /** Measured from the end instead, for formats that end with their header. */
  readonly fromEnd?: boolean
}

/** Formats that are left to 7-Zip, by their magic. The order matters where one file is two formats. */
const signatures: readonly Signature[] = [
  { name: '7z', title: '7-Zip archive', type: '7z', magic: [[0, "7z\xbc\xaf'\x1c"]] },
  { name: 'cab', title: 'Windows cabinet', type: 'cab', magic: [[0, 'MSCF\0\0\0\0']] },
  { name: 'rar', title: 'RAR archive', type: 'rar5', magic: [[0, 'Rar!\x1a\x07\x01\0']] },
  { name: 'rar', title: 'RAR archive before version 5', type: 'rar', magic: [[0, 'Rar!\x1a\x07\0']] },
  { name: 'wim', title: 'Windows image', type: 'wim', magic: [[0, 'MSWIM\0\0\0']] },
  { name: 'xar', title: 'macOS installer package (xar)', type: 'xar', magic: [[0, 'xar!\0']] },
  { name: 'squashfs', title: 'SquashFS file system', type: 'squashfs', magic: [[0, 'hsqs']] },
  { name: 'dmg', title: 'macOS disk image', type: 'dmg', magic: [[512, 'koly\0\0\0\x04']], fromEnd: true },
  { name: 'udf', title: 'UDF disc image', type: 'udf', magic: [[32768, '\0BEA01\x01']] },
  { name: 'iso', title: 'ISO 9660 disc image', type: 'iso', magic: [[32769, 'CD001']] },
  {
    name: 'hfs',
    title: 'HFS+ file system',
    type: 'hfs',
    magic: [
      [1024, 'H+\0\x04'],
      [1024, 'HX\0\x05'],
    ],
  },
  { name: 'apfs', title: 'APFS file system', type: 'apfs', magic: [[32, 'NXSB']] },
  { name: 'chm', title: 'compiled HTML help', type: 'chm', magic: [[0, 'ITSF\x03\0\0\0']] },
  { name: 'gpt', title: 'disk image with a GUID partition table', type: 'gpt', magic: [[512, 'EFI PART\0\0\x01\0']] },
  {
    name: 'lzh',
    title: 'LZH archive',
    type: 'lzh',
    magic: [
      [2, '-lh5-'],
      [2, '-lh6-'],
      [2, '-lh7-'],
    ],
  },
  { name: 'compress', title: 'compressed with the old Unix compress', type: 'Z', magic: [[0, '\x1f\x9d\x90']] },
]

export const sevenZipContainers: readonly Container[] = signatures.map((signature) => ({
  name: signature.name,
  title: signature.title,
  caseSensitive: signature.type === 'squashfs',
  recognise: (source) => (matches(source, signature) ? 0.7 : 0),
  async unpack(source, out) {
    if (signature.type === '7z' && hasEncryptedHeader(source)) {
      out.refuse('', 'encrypted', 'it is encrypted, with its list of names')
      return
    }
    const { openWithSevenZip } = await import('../seven-zip/open.ts')
    await openWithSevenZip(source, out, { type: signature.type })
  },
}))

function matches(source: Source, { magic, fromEnd }: Signature): boolean {
  return magic.some(([offset, text]) => (!fromEnd || source.size >= offset) && startsWith(source, text, fromEnd ? source.size - offset : offset))
}

/** A 7z's header lies at its end, packed: told by its first byte and, among the methods it names, AES (06F10701). */
function hasEncryptedHeader(source: Source): boolean {
  const start = new Cursor(exactly(source, 0, 32))
  const header = Buffer.from(exactly(source, 32 + start.u64(12), Math.min(start.u64(20), 2 ** 16)))
  return header[0] === 0x17 && header.includes(Buffer.from('06f10701', 'hex'))
}
