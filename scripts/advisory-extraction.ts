// Measures how well advisories are read: recall and precision a kind of value against published indicators of the same affair,
// with npm's ioc-extractor on the same bytes. Needs ../shared/data; writes the marked section of docs/hunt.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractIOC } from 'ioc-extractor'
import { extractText, getDocumentProxy } from 'unpdf'
import { markdownTable } from '../bench/table.ts'
import { readAdvisory } from '../src/advisories/read-advisory.ts'

const data = join(import.meta.dirname, '..', '..', 'shared', 'data')
const page = join(import.meta.dirname, '..', 'docs', 'hunt.md')
const files = [
  'talos-3cx.txt',
  'talos-3cx.json',
  'talos-3cx-prose.txt',
  'sophos-3cx.csv',
  'sophos-3cx-prose.txt',
  'qualys-3cx.txt',
  'volexity-3cx.csv',
  'eset-linux-3cx.txt',
  'eset-3cx.misp.json',
  'kaspersky-gopuram.txt',
  'pymisp-1.pdf',
  'pymisp-1.misp.json',
] as const
const kinds = ['hashes', 'addresses', 'names', 'URLs'] as const
type Kind = (typeof kinds)[number]

interface Counts {
  expected: number
  found: number
  right: number
  /** Not in the published lists, but called an indicator by the advisory itself. */
  beyond: number
  readonly missed: string[]
  readonly wrong: string[]
}

function kindOf(type: string): Kind | undefined {
  if (/^(?:md5|sha\d+)$/.test(type)) return 'hashes'
  if (/^(?:ipv4|ipv6|ip-dst|ip-src)$/.test(type)) return 'addresses'
  if (/^(?:domain|host|hostname)$/.test(type)) return 'names'
  return type === 'url' ? 'URLs' : undefined
}

const key = (kind: Kind, value: string) => `${kind} ${kind === 'URLs' ? value.replace(/^[a-z]+:\/\//i, '') : value.toLowerCase()}`

/** Every indicator of the affairs that a publisher lists: the merged facts of the 3CX case and the MISP twins. */
function published(): ReadonlySet<string> {
  const rows = readFileSync(join(data, 'indicators', '3cx.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const listed = rows.flatMap(([type = '', value = '']) => pair(type, value))
  const twins = ['pymisp-1.misp.json', 'eset-3cx.misp.json'].flatMap((name) => mispValues(JSON.parse(readFileSync(join(data, 'advisories', name), 'utf8'))))
  return new Set([...listed, ...twins])
}

function pair(type: string, value: string): readonly string[] {
  const kind = kindOf(type)
  return kind ? [key(kind, value)] : []
}

interface Attribute {
  readonly type: string
  readonly value: string
  readonly to_ids: boolean
  readonly category: string
}

function mispValues(json: { readonly Event?: MispEvent; readonly response?: readonly { readonly Event: MispEvent }[] }): readonly string[] {
  const events = json.Event ? [json.Event] : (json.response ?? []).map(({ Event }) => Event)
  const attributes = events.flatMap((event) => [...(event.Attribute ?? []), ...(event.Object ?? []).flatMap((object) => object.Attribute)])
  return attributes.filter(({ category }) => category !== 'External analysis').flatMap(({ type, value }) => pair(type, value))
}

interface MispEvent {
  readonly Attribute?: readonly Attribute[]
  readonly Object?: readonly { readonly Attribute: readonly Attribute[] }[]
}

/** The text without white space, defanging and capitals: a value that does not stand in it can be found by nobody. */
async function squeezed(bytes: Buffer, name: string): Promise<string> {
  const text = name.endsWith('.pdf') ? await pdfText(bytes) : bytes.toString('utf8')
  return text
    .toLowerCase()
    .replace(/\s|\\(?=\/)/g, '')
    .replaceAll('[', '')
    .replaceAll(']', '')
    .replaceAll('hxxp', 'http')
}

async function pdfText(bytes: Buffer): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return text
}

function count(found: readonly string[], expected: ReadonlySet<string>, all: ReadonlySet<string>, own: ReadonlySet<string>): Record<Kind, Counts> {
  const result = Object.fromEntries(kinds.map((kind) => [kind, { expected: 0, found: 0, right: 0, beyond: 0, missed: [], wrong: [] }])) as unknown as Record<
    Kind,
    Counts
  >
  const values = new Set(found)
  for (const value of expected) {
    const counts = result[value.split(' ')[0] as Kind]
    counts.expected += 1
    if (!values.has(value)) counts.missed.push(value)
  }
  for (const value of values) {
    const counts = result[value.split(' ')[0] as Kind]
    counts.found += 1
    // The folder of a published page is that publication, too.
    if (all.has(value) || (value.endsWith('/') && [...all].some((other) => other.startsWith(value)))) counts.right += 1
    else if (own.has(value)) counts.beyond += 1
    else counts.wrong.push(value)
  }
  return result
}

/** What the advisory itself presents as an indicator: written defanged, or with the name of its kind right before it. */
function presented(text: string): ReadonlySet<string> {
  const hashes = [...text.matchAll(/(?:md5|sha-?1|sha-?256|hash)[^0-9a-f\n]{0,12}([0-9a-f]{32,64})(?![0-9a-f])/gi)].map((match) =>
    key('hashes', match[1] ?? ''),
  )
  const defanged = [...text.matchAll(/[\w.-]{1,100}\[\.\][\w[\].-]{1,100}/g)].map((match) => key('names', match[0].replace(/[[\]]/g, '').replace(/[.-]+$/, '')))
  const listed = [...text.matchAll(/^([\w.-]+\.[a-z]{2,}),hostname,/gm)].map((match) => key('names', match[1] ?? ''))
  const block = /MD5 hashes\n((?:[0-9a-f]{32}\n)+)/.exec(text)?.[1]?.trim().split('\n') ?? []
  return new Set([
    ...hashes,
    ...defanged,
    ...listed,
    ...block.map((value) => key('hashes', value)),
    ...[...text.matchAll(/\bhash = "([0-9a-f]{32,64})"/gi)].map((match) => key('hashes', match[1] ?? '')),
  ])
}

function baseline(text: string): readonly string[] {
  const found = extractIOC(text)
  return [
    ...[...found.md5s, ...found.sha1s, ...found.sha256s, ...found.sha512s].map((value) => key('hashes', value)),
    ...[...found.ipv4s, ...found.ipv6s].map((value) => key('addresses', value)),
    ...found.domains.map((value) => key('names', value)),
    ...found.urls.map((value) => key('URLs', value)),
  ]
}

function ratio(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(part / whole).toFixed(3)} (${part}/${whole})`
}

function recall({ expected, missed }: Counts): string {
  return ratio(expected - missed.length, expected)
}

function precision({ right, beyond, found }: Counts): string {
  return ratio(right + beyond, found)
}

async function measure(): Promise<string> {
  const all = published()
  const rows: Record<string, string>[] = []
  const sums = new Map<Kind, { ours: Counts; theirs: Counts }>()
  const remarks: string[] = []
  for (const name of files) {
    const bytes = readFileSync(join(data, 'advisories', name))
    const flat = await squeezed(bytes, name)
    const expected = new Set([...all].filter((value) => flat.includes(value.slice(value.indexOf(' ') + 1).toLowerCase())))
    const text = name.endsWith('.pdf') ? await pdfText(bytes) : bytes.toString('utf8')
    const own = presented(text)
    const advisory = await readAdvisory(bytes, { name })
    const active = advisory.indicators.filter(({ demoted }) => demoted === undefined).flatMap(({ type, value }) => pair(type, value))
    const ours = count(active, expected, all, own)
    const theirs = count(baseline(text), expected, all, own)
    for (const kind of kinds) {
      if (ours[kind].expected + ours[kind].found + theirs[kind].found === 0) continue
      rows.push({
        advisory: name,
        kind,
        recall: recall(ours[kind]),
        precision: precision(ours[kind]),
        'recall of ioc-extractor': recall(theirs[kind]),
        'precision of ioc-extractor': precision(theirs[kind]),
      })
      const sum = sums.get(kind) ?? { ours: empty(), theirs: empty() }
      add(sum.ours, ours[kind])
      add(sum.theirs, theirs[kind])
      sums.set(kind, sum)
      for (const value of ours[kind].missed) remarks.push(`${name}: missed ${value}`)
      for (const value of ours[kind].wrong) remarks.push(`${name}: extra ${value}`)
    }
  }
  for (const [kind, { ours, theirs }] of sums)
    rows.push({
      advisory: '**all**',
      kind,
      recall: recall(ours),
      precision: precision(ours),
      'recall of ioc-extractor': recall(theirs),
      'precision of ioc-extractor': precision(theirs),
    })
  for (const remark of remarks) console.error(remark)
  return markdownTable(rows)
}

function empty(): Counts {
  return { expected: 0, found: 0, right: 0, beyond: 0, missed: [], wrong: [] }
}

function add(sum: Counts, counts: Counts): void {
  sum.expected += counts.expected
  sum.found += counts.found
  sum.right += counts.right
  sum.beyond += counts.beyond
  sum.missed.push(...counts.missed)
  sum.wrong.push(...counts.wrong)
}

const begin = '<!-- extraction: begin -->'
const end = '<!-- extraction: end -->'
const table = await measure()
console.log(table)
if (existsSync(page)) {
  const text = readFileSync(page, 'utf8')
  if (text.includes(begin)) writeFileSync(page, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${table}\n${text.slice(text.indexOf(end))}`)
}
