import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { readAdvisories } from './read-advisories.ts'

const signal = new AbortController().signal

function filesOf(folder: string, texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return { path, name }
  })
}

const list = 'type,value\ndomain,bad.invalid\n'

describe('files of which some cannot be read', () => {
  it('the others are read, and each that was not is named with why', async () => {
    using folder = temporaryFolder()
    const files = filesOf(folder.path, { 'empty.csv': '', 'list.csv': list })
    const { advisories, unread } = await readAdvisories(files, signal)
    expect(advisories.map(({ file }) => file)).toEqual(['list.csv'])
    expect(unread).toEqual([{ file: 'empty.csv', why: 'The file is empty.' }])
  })

  it('all of them: CANNOT TELL, each with why', async () => {
    using folder = temporaryFolder()
    const files = filesOf(folder.path, { 'empty.csv': '', 'empty.pdf': '' })
    await expect(readAdvisories(files, signal)).rejects.toMatchObject({
      code: 'EVIDENCE_UNREADABLE',
      message: 'CANNOT TELL: none of the 2 files could be read. empty.csv: The file is empty. empty.pdf: The file is empty.',
    })
    await expect(readAdvisories(files.slice(0, 1), signal)).rejects.toMatchObject({
      message: 'CANNOT TELL: the advisory empty.csv could not be read. The file is empty.',
    })
  })

  it.skipIf(process.getuid?.() === 0)('a file that may not be opened', async () => {
    using folder = temporaryFolder()
    const files = filesOf(folder.path, { 'closed.csv': list, 'list.csv': list })
    chmodSync(join(folder.path, 'closed.csv'), 0)
    expect((await readAdvisories(files, signal)).unread).toMatchObject([{ file: 'closed.csv', why: expect.stringContaining('EACCES') }])
  })
})
