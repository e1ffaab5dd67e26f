import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ended, run, temporaryFolder } from './support/cli.ts'
import { feedFolder } from './support/feed-folder.ts'
import { startService, type TestService, writeEvidence } from './support/service.ts'

const folder = temporaryFolder()
const workspace = join(folder.path, 'ws')
const evidence = writeEvidence(join(folder.path, 'evidence'))
const advisory = join(folder.path, 'advisory.txt')
const feeds = feedFolder(join(folder.path, 'feeds'))
const brokenFeeds = feedFolder(join(folder.path, 'broken-feeds'), 900)
const [older, newer] = [join(folder.path, 'old', 'tool.js'), join(folder.path, 'new', 'tool.js')]

/** What each command is called with. */
const commands: readonly (readonly [name: string, args: readonly string[], kind: string | undefined])[] = [
  ['assess', ['assess', evidence], 'assess'],
  ['assess --json', ['assess', evidence, '--json'], 'assess'],
  ['hunt', ['hunt', advisory], 'hunt'],
  ['hunt --json', ['hunt', advisory, '--json', '--fail-on', 'hit'], 'hunt'],
  ['hunt --again', ['hunt', '--again'], 'hunt-again'],
  ['hunt --list', ['hunt', '--list'], undefined],
  ['feeds update', ['feeds', 'update', 'kev', '--from', feeds], 'feeds'],
  ['feeds update --json', ['feeds', 'update', 'kev', '--from', feeds, '--json'], 'feeds'],
  ['feeds update of what is not right', ['feeds', 'update', 'kev', '--from', brokenFeeds], 'feeds'],
  ['a feed from a folder that is not there', ['feeds', 'update', 'kev', '--from', join(folder.path, 'nowhere')], 'feeds'],
  ['feeds list', ['feeds', 'list'], undefined],
  ['feeds list --json', ['feeds', 'list', '--json'], undefined],
  ['report', ['report', '--tlp', 'GREEN', '--from', 'Example Ltd', '--out', join(folder.path, 'warning'), '--yes'], 'report'],
  // Needs no lake: it works on its own, and keeps its verdict in the same state.
  ['vet', ['vet', newer, '--against', older, '--offline'], undefined],
  ['a hunt for what is not there', ['hunt', join(folder.path, 'nothing.pdf')], undefined],
]

const beside = new Map<string, Ended>()
const alone = new Map<string, Ended>()
const kinds = new Map<string, readonly string[]>()
const each = (args: readonly string[]) => run(...args, '--workspace', workspace)

/** What is of the moment: times, how long it took, and the numbers that are drawn for a warning. */
function still({ stdout, code }: Ended): { readonly stdout: string; readonly code: number | null } {
  const text = stdout
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?/g, 'TIME')
    .replace(/"seconds": [\d.e-]+/g, '"seconds": 0')
    .replace(/[\d.]+ (ms|s|seconds)\b/g, 'SPAN')
    .replace(/\bGH-\d{8}-[0-9A-F]{8}\b/gi, 'WARNING')
    // The service of a test says that it is none.
    .replace(/("gatehouse": \{\s+"version": )"[^"]+"/, '$1"VERSION"')
  return { stdout: text, code }
}

beforeAll(async () => {
  writeFileSync(advisory, 'Advisory. Indicators of compromise: 203[.]0[.]113[.]66 was used as a command and control server.\n')
  for (const [path, text] of [
    [older, 'console.log("hello")\n'],
    [newer, 'console.log("hello, world")\n'],
  ] as const) {
    mkdirSync(join(path, '..'))
    writeFileSync(path, text)
  }
  {
    await using test: TestService = await startService({ workspace })
    // What is read once is known afterwards: both ways see the same.
    await each(['assess', evidence])
    await each(['hunt', advisory])
    await each(['feeds', 'update', 'kev', '--from', feeds])
    for (const [name, args] of commands) {
      const before = (await test.ask('GET', '/jobs')).body.total
      beside.set(name, await each(args))
      const { items, total } = (await test.ask('GET', '/jobs')).body
      const fresh = items.slice(0, total - before)
      kinds.set(
        name,
        fresh.map(({ kind, by, state }: Record<string, string>) => `${kind} by ${by}: ${state}`),
      )
    }
    expect((await test.ask('GET', '/vettings')).body.total).toBe(1)
    expect(test.service.context.engine.starts).toBe(1)
  }
  for (const [name, args] of commands) alone.set(name, await each(args))
}, 400_000)
afterAll(() => folder[Symbol.dispose]())

describe('a command beside a service on the same workspace', () => {
  it.each(commands)('%s prints what it prints alone', (name) => {
    const [there, here] = [beside.get(name), alone.get(name)]
    if (!there || !here) throw new Error(`${name} did not run`)
    expect(there.stderr).not.toContain('WORKSPACE_LOCKED')
    expect(still(there)).toEqual(still(here))
    expect(there.stdout === '').toBe(name.startsWith('a '))
  })

  it.each(commands)('%s lets the service do what needs the lake', (name, _, kind) => {
    const ends = /not (?:right|there)$/.test(name) ? 'failed' : 'succeeded'
    expect(kinds.get(name)).toEqual(kind === undefined ? [] : [`${kind} by command line: ${ends}`])
  })

  it('writes the same files', () => {
    expect(readdirSync(join(folder.path, 'warning')).length).toBeGreaterThan(0)
  })
})
