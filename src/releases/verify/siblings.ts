import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { bytes as inBytes } from '../../base/text.ts'
import type { Member, Unpacked } from '../release.ts'
import type { Siblings, SignedFile } from './scheme.ts'

/** Largest file whose signature is checked: a digest needs all of its bytes. */
const largestFile = 512 * 2 ** 20
const headSize = 4096

class TooLarge extends Error {
  constructor(size: number) {
    super(`it is larger than ${inBytes(largestFile)} (${inBytes(size)})`)
    this.name = 'TooLarge'
  }
}

/** The files of an unpacked release by path; the bytes are read when they are asked for, and not kept. */
export function siblingsOf(unpacked: Unpacked): Siblings {
  const byPath = new Map([unpacked.artifact, ...unpacked.members].map((member) => [member.path, member]))
  return {
    artifact: unpacked.artifact,
    members: unpacked.members,
    find(path) {
      const member = byPath.get(path)
      return member && signedFile(unpacked.folder, member)
    },
    incomplete: (prefix) => unpacked.unopened.some(({ path }) => path.startsWith(prefix)),
  }
}

/** A folder that is vetted is an artifact without a digest, and without bytes. */
export function signedFile(folder: string, { path, size, sha256 }: Member): SignedFile {
  const file = join(folder, sha256)
  return {
    path,
    size,
    sha256,
    head: sha256 === '' ? new Uint8Array() : headOf(file),
    bytes() {
      if (size > largestFile) throw new TooLarge(size)
      return sha256 === '' ? new Uint8Array() : readFileSync(file)
    },
  }
}

function headOf(file: string): Uint8Array {
  const handle = openSync(file, 'r')
  try {
    const head = new Uint8Array(headSize)
    return head.subarray(0, readSync(handle, head))
  } finally {
    closeSync(handle)
  }
}
