import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../../test/support/archives.ts'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { defaultLimits } from '../../base/limits.ts'
import type { Member } from './member.ts'
import { zipMembers } from './zip.ts'

const files = [
  { name: 'a.json', content: '{"id":1}'.repeat(50) },
  { name: 'b.json', content: '{"id":2}' },
]

/** What comes out of an archive after a change to its bytes, and the error that ended it. */
async function read(change: (bytes: Buffer) => void = () => undefined, limits = defaultLimits) {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.zip')
  const bytes = zipOf(files)
  change(bytes)
  writeFileSync(path, bytes)
  const members: Member[] = []
  try {
    for await (const member of zipMembers(path, limits)) members.push(member)
  } catch (error) {
    return { members, error }
  }
  return { members, error: undefined }
}

/** Where the directory's entry of a file begins. */
const entryAt = (bytes: Buffer, index: number) => {
  let at = -1
  for (let found = 0; found <= index; found++) at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')
  return at
}

describe('the files of a zip archive', () => {
  it('come out whole', async () => {
    const { members, error } = await read()
    expect(members.map((one) => ('bytes' in one ? [one.name, one.bytes.toString()] : one))).toEqual(files.map(({ name, content }) => [name, content]))
    expect(error).toBeUndefined()
  })

  it('come out whole where the directory says that they are smaller or larger than they are', async () => {
    for (const said of [1, 0x0fffffff]) {
      const { members } = await read((bytes) => void bytes.writeUInt32LE(said, entryAt(bytes, 0) + 24))
      expect(members[0], String(said)).toMatchObject(said > defaultLimits.documentBytes ? { problem: expect.any(String) } : { name: 'a.json' })
      expect(members[1]).toMatchObject({ name: 'b.json' })
    }
  })

  it.each([
    ['lies beyond the end', 0x7fffffff],
    ['is no place where a file begins', 7],
  ])('are told of singly where one %s', async (_, offset) => {
    const { members, error } = await read((bytes) => void bytes.writeUInt32LE(offset, entryAt(bytes, 0) + 42))
    expect(members).toMatchObject([
      { name: 'a.json', problem: expect.stringContaining('damaged') },
      { name: 'b.json', bytes: expect.anything() },
    ])
    expect(error).toBeUndefined()
  })

  it('end with an error of the evidence where the directory is damaged', async () => {
    const { members, error } = await read((bytes) => void bytes.write('XX', entryAt(bytes, 1), 'latin1'))
    expect(members).toHaveLength(1)
    expect(error).toMatchObject({ code: 'EVIDENCE_UNREADABLE' })
  })

  it('stop where one unpacks to more than a document may have', async () => {
    const { members } = await read(undefined, { ...defaultLimits, documentBytes: 100 })
    expect(members).toMatchObject([{ name: 'a.json', problem: expect.stringContaining('larger') }, { name: 'b.json' }])
    const lying = await read((bytes) => void bytes.writeUInt32LE(10, entryAt(bytes, 0) + 24), { ...defaultLimits, documentBytes: 100 })
    expect(lying.members).toMatchObject([{ name: 'a.json', problem: expect.stringContaining('cannot be unpacked') }, { name: 'b.json' }])
  })
})
