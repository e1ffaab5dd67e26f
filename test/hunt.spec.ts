import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hunt } from '../src/model/hunt.ts'
import { run, start, temporaryFolder } from './support/cli.ts'
import { noSharedData, sharedFile } from './support/shared-data.ts'
import { connLog } from './support/zeek-log.ts'

interface Answer {
  readonly culprit: { readonly product: string; readonly versions: readonly string[] }
  readonly activated: readonly { readonly host: string }[]
  readonly destinations: readonly { readonly name: string; readonly purpose: string; readonly hosts: readonly string[] }[]
  readonly dropped: readonly { readonly host: string }[]
}

/** A drill that was written and assessed. */
interface Drilled extends Disposable {
  readonly path: string
  readonly answer: Answer
  hunt(...args: readonly string[]): ReturnType<typeof run>
}

async function drilled(name: string): Promise<Drilled> {
  const folder = temporaryFolder()
  const [evidence, workspace] = [join(folder.path, 'evidence'), join(folder.path, 'workspace')]
  await run('drill', evidence, '--case', name, '--hosts', '60')
  await run('--workspace', workspace, 'assess', evidence)
  return {
    path: folder.path,
    answer: JSON.parse(readFileSync(join(evidence, 'answer.json'), 'utf8')) as Answer,
    hunt: (...args) => run('--workspace', workspace, 'hunt', ...args),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

/** The drill's names are the real ones under a top-level domain that leads nowhere; so are they in what it is hunted with. */
function relocated(text: string): string {
  return text.replace(/(akamaicontainer|msstorageazure|officestoragebox|journalide)(\[?\.\]?)(?:com|org)/g, '$1$2invalid')
}

function named({ hosts }: Hunt, word: string): readonly string[] {
  return hosts.filter((host) => host.word === word).map(({ host }) => host)
}

describe.skipIf(noSharedData('hunting with real advisories'))('the 3CX drill and what six publishers wrote', () => {
  let drill: Drilled
  beforeAll(async () => {
    drill = await drilled('3cx')
    mkdirSync(join(drill.path, 'advisories'))
    for (const file of readdirSync(sharedFile('advisories')).filter((name) => !name.startsWith('pymisp'))) {
      writeFileSync(join(drill.path, 'advisories', file), relocated(readFileSync(sharedFile('advisories', file), 'utf8')))
    }
  }, 900_000)
  afterAll(() => drill[Symbol.dispose]())
  /** Those that name product and version. */
  const naming: readonly string[] = ['qualys-3cx.txt', 'sophos-3cx.csv', 'sophos-3cx-prose.txt']
  const file = (name: string) => join(drill.path, 'advisories', name)
  const reached = () => {
    const channels = drill.answer.destinations.filter(({ purpose }) => purpose === 'command channel')
    return [...new Set(channels.flatMap(({ hosts }) => hosts))].sort()
  }

  it.each(['qualys-3cx.txt', 'sophos-3cx.csv', 'sophos-3cx-prose.txt', 'talos-3cx.json', 'talos-3cx.txt', 'volexity-3cx.csv'])(
    '%s: HIT on the hosts that were reached, EXPOSED where it names the version and nothing spoke, NOT SEEN elsewhere',
    async (name) => {
      const { stdout, code } = await drill.hunt(file(name), '--json', '--no-store')
      const hunt = JSON.parse(stdout) as Hunt
      expect(code).toBe(0)
      expect(hunt.word).toBe('HIT')
      expect(named(hunt, 'HIT').toSorted()).toEqual(reached())
      const held = hunt.products.flatMap(({ installations }) => installations.filter(({ state }) => state === 'affected').map(({ host }) => host))
      const silent = [...new Set(held)].filter((host) => !reached().includes(host))
      expect(named(hunt, 'EXPOSED').toSorted()).toEqual(silent.toSorted())
      expect(silent.length > 0).toBe(naming.includes(name))
      expect(named(hunt, 'NOT SEEN').length).toBe(hunt.hosts.length - reached().length - silent.length)
    },
    120_000,
  )

  it.each(['eset-linux-3cx.txt', 'eset-3cx.misp.json', 'kaspersky-gopuram.txt'])(
    '%s: HIT on the host where the backdoor of the end was, NOT SEEN elsewhere',
    async (name) => {
      const { stdout } = await drill.hunt(file(name), '--json', '--no-store')
      const hunt = JSON.parse(stdout) as Hunt
      expect(hunt.word).toBe('HIT')
      expect(drill.answer.dropped).toHaveLength(1)
      expect(named(hunt, 'HIT')).toEqual(drill.answer.dropped.map(({ host }) => host))
      expect(named(hunt, 'NOT SEEN')).toHaveLength(hunt.hosts.length - 1)
    },
    120_000,
  )

  it('talos-3cx-prose.txt names nothing that is in the drill: NOT SEEN, with the span', async () => {
    const { stdout } = await drill.hunt(file('talos-3cx-prose.txt'), '--json', '--no-store')
    const hunt = JSON.parse(stdout) as Hunt
    expect(hunt.word).toBe('NOT SEEN')
    expect(hunt.sentence).toMatch(/between 2023-02-06 .* and 2023-04-06/)
    expect(named(hunt, 'HIT')).toEqual([])
  }, 120_000)

  it('the maker alone and an exact version name the software as well as its name does, also in the CSAF document', async () => {
    const path = join(drill.path, 'maker.md')
    writeFileSync(
      path,
      '# Compromised softphone\n\nCVE-2023-29059: malicious code in 3CX. 3CX 18.12.407 and 18.12.416 for Windows are affected; 18.12.425 is not affected.\n',
    )
    const hunt = JSON.parse((await drill.hunt(path, '--json')).stdout) as Hunt
    expect(hunt.word).toBe('EXPOSED')
    const affected = hunt.products.flatMap(({ installations }) => installations)
    expect(new Set(affected.map(({ product }) => product))).toEqual(new Set([drill.answer.culprit.product]))
    const out = join(drill.path, 'csaf')
    const report = await run(
      '--workspace',
      join(drill.path, 'workspace'),
      'report',
      '--advisory',
      'maker.md',
      '--tlp',
      'GREEN',
      '--format',
      'csaf',
      '--out',
      out,
      '--yes',
    )
    expect(report.code, report.stderr).toBe(0)
    const written = readFileSync(join(out, readdirSync(out)[0] ?? ''), 'utf8')
    expect(JSON.parse(written)).toMatchObject({ product_tree: { branches: [{ name: '3CX', branches: [{ name: '3CX Desktop App' }] }] } })
  }, 120_000)

  it('all together: EXPOSED where the version was and nothing spoke, NOT SEEN elsewhere', async () => {
    const names = ['qualys-3cx.txt', 'sophos-3cx.csv', 'sophos-3cx-prose.txt', 'talos-3cx.json', 'talos-3cx.txt', 'volexity-3cx.csv']
    const report = join(drill.path, 'hunt.html')
    const { stdout, code } = await drill.hunt(...names.map(file), '--json', '--report', report, '--fail-on', 'hit')
    const hunt = JSON.parse(stdout) as Hunt
    expect(code).toBe(1)
    expect(hunt.advisories).toHaveLength(6)
    expect(named(hunt, 'HIT').toSorted()).toEqual(reached())
    const installed = hunt.products.flatMap(({ installations }) => installations.filter(({ state }) => state === 'affected'))
    expect(new Set(installed.map(({ version }) => version))).toEqual(new Set(drill.answer.culprit.versions))
    const held = new Set(installed.map(({ host }) => host))
    expect(named(hunt, 'EXPOSED').toSorted()).toEqual([...held].filter((host) => !reached().includes(host)).sort())
    expect(named(hunt, 'CANNOT TELL')).toEqual([])
    const html = readFileSync(report, 'utf8')
    expect(html).toContain('akamaicontainer[.]invalid')
    expect(html).not.toContain('<script')
  }, 120_000)

  it('is kept: listed, asked again, and part of the next assessment', async () => {
    await drill.hunt(file('sophos-3cx.csv'))
    expect((await drill.hunt('--list')).stdout).toContain('HIT')
    const again = await drill.hunt('--again')
    expect(again.stdout).toContain('officestoragebox[.]invalid')
    const { stdout } = await run('--workspace', join(drill.path, 'workspace'), 'assess', join(drill.path, 'evidence'))
    expect(stdout).toContain('Advisories (')
  }, 120_000)

  it('a case of other years is NOT SEEN, with what was covered', async () => {
    const { stdout } = await drill.hunt(sharedFile('advisories', 'pymisp-1.misp.json'), '--json', '--no-store')
    const hunt = JSON.parse(stdout) as Hunt
    expect(hunt.word).toBe('NOT SEEN')
    expect(hunt.sentence).toMatch(/between 2023-02-06 .* and 2023-04-06/)
  }, 60_000)
})

describe('the MagicLine drill and a warning that names a product and its versions', () => {
  let drill: Drilled
  beforeAll(async () => {
    drill = await drilled('magicline')
  }, 900_000)
  afterAll(() => drill[Symbol.dispose]())

  it('is EXPOSED on the hosts with such a version, and refused contact counts', async () => {
    const path = join(drill.path, 'warning.md')
    writeFileSync(path, '# Attacks through MagicLine4NX\n\nAttackers use CVE-2023-45797. MagicLine4NX up to 1.0.0.26 is affected. Update to 1.0.0.27.\n')
    const { stdout, code } = await drill.hunt(path, '--json', '--fail-on', 'exposed')
    const hunt = JSON.parse(stdout) as Hunt
    expect(code).toBe(1)
    expect(hunt.word).toBe('EXPOSED')
    expect(named(hunt, 'HIT')).toEqual([])
    expect(named(hunt, 'EXPOSED')).toEqual(expect.arrayContaining(drill.answer.activated.map(({ host }) => host)))
    const versions = hunt.products.flatMap(({ installations }) => installations.map(({ version, state }) => `${version} ${state}`))
    expect(new Set(versions)).toEqual(new Set(['1.0.0.26 affected', '1.0.0.27 not affected']))
    const refused = hunt.ties.filter(({ blocked }) => blocked > 0)
    const inner = drill.answer.destinations.find(({ purpose }) => purpose.endsWith('refused'))
    expect(refused.flatMap(({ hosts }) => hosts)).toEqual(expect.arrayContaining([...(inner?.hosts ?? ['a host that was refused'])]))
    expect(hunt.sentence).toMatch(/refused/)
  }, 120_000)
})

describe('the command line', () => {
  it('says what it cannot do, and why', async () => {
    using folder = temporaryFolder()
    const workspace = ['--workspace', join(folder.path, 'workspace')]
    const binary = join(folder.path, 'noise.bin')
    writeFileSync(
      binary,
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 151 + 7) % 256),
    )
    const unreadable = await run(...workspace, 'hunt', binary)
    expect(unreadable).toMatchObject({ code: 3, stdout: '' })
    expect(unreadable.stderr).toContain('CANNOT TELL')
    expect(await run(...workspace, 'hunt', join(folder.path, 'nowhere.pdf'))).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no file') })
    expect(await run(...workspace, 'hunt', '')).toMatchObject({ code: 2, stderr: expect.stringContaining('the name of an advisory is empty') })
    expect(await run(...workspace, 'hunt', folder.path)).toMatchObject({ code: 2, stderr: expect.stringContaining('is a folder, not an advisory') })
    expect((await run(...workspace, 'hunt')).code).toBe(2)
    expect((await run(...workspace, 'hunt', binary, '--list')).code).toBe(2)
    const list = join(folder.path, 'list.csv')
    writeFileSync(list, 'type,value\ndomain,bad.invalid\n')
    const empty = await run(...workspace, 'hunt', list)
    expect(empty.code).toBe(3)
    expect(empty.stdout).toContain('CANNOT TELL')
    expect(empty.stdout).toContain('gatehouse assess FOLDER')
  }, 60_000)

  it('hunts for what can be read, keeps it with an id, and asks again', async () => {
    using folder = temporaryFolder()
    const workspace = ['--workspace', join(folder.path, 'workspace')]
    const file = (name: string, text: string) => {
      writeFileSync(join(folder.path, name), text)
      return join(folder.path, name)
    }
    mkdirSync(join(folder.path, 'evidence'))
    file('evidence/conn.log', connLog(['a']))
    await run(...workspace, 'assess', join(folder.path, 'evidence'))
    const [list, empty] = [file('list.csv', 'type,value\nipv4,203.0.113.77\n'), file('empty.csv', '')]
    const some = await run(...workspace, 'hunt', list, empty)
    expect(some.code).toBe(3)
    expect(some.stdout).toContain('Not read: empty.csv. The file is empty.')
    expect(some.stdout.replace(/\s+/g, ' ')).toContain('1 file could not be read')
    expect((await run(...workspace, 'hunt', list)).code).toBe(0)
    await run(...workspace, 'hunt', file('key.csv', 'type,value\nregistry-key,HKLM\\Software\\Bad\n'))

    const listed = await run(...workspace, 'hunt', '--list')
    expect(listed.stdout).toMatch(/^case-[0-9a-f]{8} {2}NOT SEEN .* {2}list\.csv$/m)
    const [id = ''] = /^case-[0-9a-f]{8}(?= {2}NOT SEEN)/m.exec(listed.stdout) ?? []
    expect((await run(...workspace, 'report', '--advisory', id, '--tlp', 'RED', '--format', 'stix', '--out', join(folder.path, 'out'))).code).toBe(0)

    const again = await run(...workspace, 'hunt', '--again', '--json')
    expect((JSON.parse(again.stdout) as Hunt[]).map(({ word }) => word).toSorted()).toEqual(['CANNOT TELL', 'NOT SEEN'])
    expect(again.code).toBe(3)
    await run(...workspace, 'hunt', file('hit.csv', 'type,value\nipv4,203.0.113.7\n'))
    expect((await run(...workspace, 'hunt', '--again', '--fail-on', 'hit')).code).toBe(1)
    expect((await run(...workspace, 'hunt', '--again')).code).toBe(0)

    const { stdout } = await start([...workspace, 'hunt', list], { env: { COLUMNS: '50' } }).ended
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50)
  }, 120_000)
})
