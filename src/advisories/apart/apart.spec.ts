import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { readAdvisory } from '../read-advisory.ts'
import { readApart } from './read-apart.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

/** Every sample of every format that the readers know. */
const formats = join(import.meta.dirname, '..', 'formats')
const samples = readdirSync(formats, { recursive: true, encoding: 'utf8' })
  .filter((path) => /[\\/]samples[\\/][^\\/]+\.\w+$/.test(path))
  .map((path) => join(formats, path))

describe('an advisory that is read apart', () => {
  it('says what the reader says in this process, for every format', async () => {
    expect(samples.length).toBeGreaterThan(12)
    for (const path of samples) {
      const name = path.split(/[\\/]/).at(-1) ?? ''
      const here = await readAdvisory(readFileSync(path), { name })
      expect(await readApart(path)).toEqual(JSON.parse(JSON.stringify(here)))
    }
  }, 120_000)

  it('comes whole when its lists are long, under the name that it is given', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => `host${index}[.]invalid`)
    const advisory = await readApart(written('many.txt', many.join('\n')), { name: 'renamed.txt' })
    expect(advisory.indicators.map(({ value }) => value)).toEqual(many.map((name) => name.replace('[.]', '.')))
    expect(advisory.patterns).toEqual([])
  })

  it('says what is wrong with a path', async () => {
    await expect(readApart(folder.path)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('is a folder') })
    await expect(readApart('/nowhere/at/all.pdf')).rejects.toMatchObject({ code: 'EVIDENCE_UNREADABLE' })
    await expect(readApart(written('large.txt', 'x'.repeat(100)), { limits: { bytes: 10 } })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  it.skipIf(process.platform === 'win32')('takes a pipe, as in gatehouse hunt <(curl …)', async () => {
    const path = join(folder.path, 'pipe')
    expect(spawnSync('mkfifo', [path]).status).toBe(0)
    const [advisory] = await Promise.all([readApart(path), import('node:fs/promises').then(({ writeFile }) => writeFile(path, 'evil[.]invalid'))])
    expect(advisory.indicators.map(({ value }) => value)).toEqual(['evil.invalid'])
  })

  const endless = `${'a[.]'.repeat(50)}invalid 203[.]0[.]113[.]1 `.repeat(30_000)

  it('that takes too long is given up, and the reason told', async () => {
    const path = written('endless.txt', endless)
    await expect(readApart(path, { limits: { milliseconds: 100 } })).rejects.toMatchObject({
      code: 'EVIDENCE_UNREADABLE',
      message: 'CANNOT TELL: the advisory endless.txt could not be read: it takes longer than 0.2 s.',
    })
  })

  it.runIf(process.platform === 'linux')('that takes too much memory is given up, and the reason told', async () => {
    await expect(readApart(written('greedy.txt', endless), { limits: { memory: 60e6 } })).rejects.toMatchObject({
      code: 'EVIDENCE_UNREADABLE',
      message: expect.stringMatching(/it takes more than 60 MB of memory|broke off/),
    })
  })

  it('can be stopped', async () => {
    const stop = new AbortController()
    const reading = readApart(written('stopped.txt', endless), { signal: stop.signal })
    await wait(100)
    stop.abort(new Error('stopped by the user'))
    await expect(reading).rejects.toThrow('stopped by the user')
    await expect(readApart(join(folder.path, 'stopped.txt'), { signal: stop.signal })).rejects.toThrow('stopped by the user')
  })
})
