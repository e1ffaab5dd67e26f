import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../src/sharing/detection/check.ts'
import { run, start, temporaryFolder } from './support/cli.ts'

const folder = temporaryFolder()
const drill = join(folder.path, 'drill')
const workspace = join(folder.path, 'workspace')

interface Answer {
  readonly activated: readonly { readonly host: string }[]
  readonly destinations: readonly { readonly name: string; readonly purpose: string }[]
}

/** Every host of the drill, its addresses too, as its own hosts list has them. */
function inside(): readonly string[] {
  const [, ...lines] = readFileSync(join(drill, 'hosts.csv'), 'utf8').trim().split('\n')
  const cells = lines.flatMap((line) => line.split(','))
  return [...new Set(cells.filter((cell) => /^(?:10|172|192)\.[\d.]+$/.test(cell) || /^[a-z]{2,5}-[a-z]\d{3}$/.test(cell)))]
}

const gatehouse = (...args: readonly string[]) => run('--workspace', workspace, ...args)
const out = (name: string) => join(folder.path, name)

/** The text of every file of a warning. */
async function written(name: string): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(
    readdirSync(out(name)).map(async (file) => {
      const bytes = readFileSync(join(out(name), file))
      const text = file.endsWith('.pdf') ? (await extractText(new Uint8Array(bytes), { mergePages: true })).text : bytes.toString('utf8')
      return [file, text] as const
    }),
  )
  return new Map(files)
}

beforeAll(async () => {
  expect((await run('drill', drill, '--hosts', '40')).code).toBe(0)
  await gatehouse('assess', drill)
  const { destinations } = JSON.parse(readFileSync(join(drill, 'answer.json'), 'utf8')) as Answer
  const names = destinations.filter(({ purpose }) => purpose === 'command channel').map(({ name }) => name.replaceAll('.', '[.]'))
  const advisory = (mark: string) =>
    `Backdoor in a desktop phone\n\nTLP:${mark}\n\nCVE-2023-29059. The attackers used T1195.002.\n\nCommand and control:\n${names.join('\n')}\n`
  writeFileSync(out('advisory.txt'), advisory('AMBER'))
  writeFileSync(out('secret.txt'), advisory('RED'))
  await gatehouse('hunt', out('advisory.txt'))
}, 240_000)

afterAll(() => folder[Symbol.dispose]())

describe('gatehouse report', () => {
  test('writes every format, with nothing from inside in any of them', async () => {
    const { code, stdout, stderr } = await gatehouse('report', '--tlp', 'AMBER', '--from', 'Example Ltd', '--out', out('all'))
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('HIT, TLP:AMBER')
    expect(stderr).toContain('What leaves')
    const files = await written('all')
    expect([...files.keys()].map((name) => name.replace(/^gh-\d{8}-[0-9a-f]{8}\./, '')).toSorted()).toEqual([
      'html',
      'pdf',
      'sigma.yml',
      'stix.json',
      'suricata.rules',
      'warning.yar',
    ])
    const names = inside()
    expect(names.length).toBeGreaterThan(40)
    for (const [file, text] of files) {
      const words = new Set(text.toLowerCase().match(/[a-z0-9.-]+/g))
      for (const name of names) expect(words.has(name), `${name} in ${file}`).toBe(false)
      expect(text).not.toContain(folder.path)
      expect(text, file).not.toContain('conn.log')
    }
    const kept = readdirSync(join(workspace, 'shared'))
    expect(kept.some((name) => name.endsWith('.changes.txt'))).toBe(true)
  }, 60_000)

  test('the HTML has the culprit, the hosts as stand-ins and the label; the rules are well-formed', async () => {
    const files = await written('all')
    const text = (ending: string) => [...files].find(([name]) => name.endsWith(ending))?.[1] ?? ''
    for (const part of ['TLP:AMBER', '3CX Desktop App', 'host-1', 'hxxp', 'Realistic possibility', 'T1195.002']) expect(text('.html')).toContain(part)
    expect(text('.pdf')).toContain('TLP:AMBER')
    expect(complaintsOf({ language: 'Suricata', text: text('.rules') })).toEqual([])
    expect(complaintsOf({ language: 'Sigma', text: text('.yml') })).toEqual([])
    expect(complaintsOf({ language: 'YARA', text: text('.yar') })).toEqual([])
  })

  test('writes every file when nobody reads what it says', async () => {
    const { child, ended } = start(['--workspace', workspace, 'report', '--tlp', 'AMBER', '--out', out('unread')])
    child.stdout?.destroy()
    child.stderr?.destroy()
    expect((await ended).code).toBe(0)
    expect(readdirSync(out('unread')).length).toBe(readdirSync(out('all')).length)
  }, 60_000)

  test('--include-internal leaves the names in', async () => {
    expect((await gatehouse('report', '--tlp', 'AMBER', '--format', 'stix,html', '--include-internal', '--out', out('open'))).code).toBe(0)
    const text = [...(await written('open')).values()].join('\n')
    expect(inside().some((name) => text.includes(name))).toBe(true)
  }, 60_000)

  test('what is marked above the level is refused by name', async () => {
    await gatehouse('hunt', out('secret.txt'))
    const { code, stderr } = await gatehouse('report', '--tlp', 'AMBER', '--out', out('refused'))
    expect(code).toBe(2)
    expect(stderr).toContain('Backdoor in a desktop phone')
    expect(stderr).toContain('TLP:RED')
    expect(() => readdirSync(out('refused'))).toThrow()
  }, 60_000)

  test.each([
    [['--tlp', 'PURPLE'], 'no TLP level'],
    [['--tlp', 'RED', '--incident', 'nothing-like-it'], 'no incident'],
    [['--tlp', 'RED', '--advisory', 'nothing-like-it'], 'no advisory'],
    [['--tlp', 'RED', '--format', 'docx'], 'no format docx'],
    [['--tlp', 'RED', '--incident', 'a', '--advisory', 'b'], 'about an incident or about an advisory'],
  ])('%j is a mistake of the command line', async (args, says) => {
    const { code, stderr } = await gatehouse('report', ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})
