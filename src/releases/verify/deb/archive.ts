import { BeyondEnd } from '../../cursor.ts'

export interface ArchiveMember {
  readonly name: string
  readonly bytes: Uint8Array
}

const magic = '!<arch>\n'
const mostMembers = 64

export function isArchive(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('latin1') === magic
}

/** Members of an ar archive as Debian packages are (deb(5)). Throws BeyondEnd. */
export function readArchive(bytes: Uint8Array): ArchiveMember[] {
  const members: ArchiveMember[] = []
  for (let at = 8; at + 60 <= bytes.length; ) {
    const header = Buffer.from(bytes.subarray(at, at + 60)).toString('latin1')
    const size = Number(header.slice(48, 58).trim())
    const start = at + 60
    if (header.slice(58) !== '`\n' || !Number.isSafeInteger(size) || size < 0 || start + size > bytes.length || members.length >= mostMembers)
      throw new BeyondEnd(at)
    members.push({ name: header.slice(0, 16).trim().replace(/\/$/, ''), bytes: bytes.subarray(start, start + size) })
    at = start + size + (size % 2)
  }
  return members
}
