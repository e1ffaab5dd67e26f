import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing, run } from '../../../test/support/tool.ts'
import { unpackHere } from './here.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const source = join(folder.path, 'source')
mkdirSync(join(source, 'Program Files', 'app'), { recursive: true })
writeFileSync(join(source, 'Program Files', 'app', 'readme.txt'), 'of the app')
writeFileSync(join(source, 'setup.exe'), Buffer.alloc(5000, 'x'))

/** Paths inside the image → text of the members. */
async function unpacked(name: string): Promise<Record<string, string>> {
  const path = join(folder.path, name)
  const { members, unopened, folder: home } = await unpackHere(path, join(folder.path, `out-${name}`))
  expect(unopened).toEqual([])
  return Object.fromEntries(members.map((member) => [member.path.split('!/').slice(1).join('!/'), readFileSync(join(home, member.sha256), 'utf8')]))
}

const image = (name: string) => join(folder.path, name)

/** Images that the tools of each format make. */
const made: readonly (readonly [format: string, tool: string, name: string, args: readonly string[]])[] = [
  ['SquashFS, gzip', 'mksquashfs', 'a.squashfs', [source, image('a.squashfs'), '-quiet', '-no-progress', '-noappend']],
  ['SquashFS, xz', 'mksquashfs', 'x.squashfs', [source, image('x.squashfs'), '-quiet', '-no-progress', '-noappend', '-comp', 'xz']],
  ['SquashFS, zstd', 'mksquashfs', 'z.squashfs', [source, image('z.squashfs'), '-quiet', '-no-progress', '-noappend', '-comp', 'zstd']],
  ['WIM, XPRESS', 'wimlib-imagex', 'a.wim', ['capture', source, image('a.wim'), '--compress=XPRESS']],
  ['WIM, LZX', 'wimlib-imagex', 'l.wim', ['capture', source, image('l.wim'), '--compress=LZX']],
  ['ISO 9660 with Joliet', 'genisoimage', 'a.iso', ['-quiet', '-J', '-R', '-o', image('a.iso'), source]],
  ['ISO 9660 with UDF', 'genisoimage', 'u.iso', ['-quiet', '-udf', '-J', '-R', '-o', image('u.iso'), source]],
  ['ISO 9660 with HFS', 'genisoimage', 'h.iso', ['-quiet', '-hfs', '-J', '-R', '-o', image('h.iso'), source]],
]

describe('an image of a disk', () => {
  for (const [format, tool, name, args] of made)
    it.skipIf(missing(tool))(format, async () => {
      run(tool, [...args])
      const texts = await unpacked(name)
      expect(texts['Program Files/app/readme.txt']).toBe('of the app')
      expect(texts['setup.exe']).toHaveLength(5000)
    })
})
