import { stableId } from '../../base/hash.ts'
import { canonicalName } from '../../base/net.ts'
import { number, printable } from '../../base/text.ts'
import { xmlEvents } from '../../base/xml.ts'
import type { Batch } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { hashesIn } from '../handles.ts'
import { hostOfPath } from '../host-of-path.ts'
import { readDate } from '../install-date.ts'
import { jsonStart, members, textOf } from '../json-text.ts'
import { later, partOfFile, withCopy } from '../knowledge.ts'
import { type Bom, type Component, hostIn, installedIn, productOf } from './bom.ts'
import { bomOfJson } from './json.ts'
import { bomOfXml } from './xml.ts'

export const cyclonedx: Format = {
  name: 'cyclonedx',
  title: 'CycloneDX bill of materials, JSON or XML',
  origin: 'Written by Syft, Trivy, cdxgen and most build tools; of a host, of an image or of an application.',
  fills: ['installation', 'vex_statement', 'feed'],
  recognise,
  read,
}

/** Parts that are no software. */
const noSoftware = ['file', 'data', 'cryptographic-asset', 'device']

function recognise(head: Head): number {
  const start = members(jsonStart(head))
  if (start) {
    if (textOf(start.bomFormat).toLowerCase() === 'cyclonedx') return 1
    return /cyclonedx\.org\/schema\/bom-/i.test(textOf(start.$schema)) ? 0.9 : 0
  }
  if (!/^\s*</.test(head.text)) return 0
  const [root] = xmlEvents(head.text)
  const isBom = root?.kind === 'open' && root.name === 'bom'
  return isBom && Object.values(root.attributes).some((value) => /^https?:\/\/cyclonedx\.org\/schema\/bom\//i.test(value)) ? 1 : 0
}

async function* read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const text = await source.text()
  const bom = /^\s*</.test(text) ? bomOfXml(text) : bomOfJson(text)
  yield* batchedByTable(installations(bom, source, notes))
  yield* batchedByTable(statements(bom, source))
}

/** With the row that says whose statements were read, and of when they are. */
function statements(bom: Bom, source: Source): AsyncGenerator<TableRow> {
  const tally = { records: 0, newest: null as number | null }
  async function* rows(): AsyncGenerator<TableRow> {
    for (const row of bom.statements) {
      tally.records = 1
      tally.newest = later(tally.newest, row.made_at ?? null)
      yield { table: 'vex_statement', row }
    }
  }
  const copy = () => ({ feed: 'vex', part: partOf(bom, source), dated: tally.newest, records: tally.records, whole: bom.problems.length === 0 })
  return withCopy(source, rows(), copy)
}

/**
 * A newer copy of the same part takes the place of an older one with all its rows. A stand-alone document is meant so; a bill of materials is an inventory
 * of its host and its day, and stays beside every other.
 */
function partOf({ serial, timestamp, isInventory }: Bom, source: Source): string {
  return isInventory ? `${partOfFile(source)} ${stableId(source.path, timestamp)}` : serial || partOfFile(source)
}

async function* installations(bom: Bom, source: Source, notes: Notes): AsyncGenerator<TableRow> {
  const seen_at = readDate(bom.timestamp) ?? source.modified
  if (readDate(bom.timestamp) === null) notes.say('It does not say when it was made: the day the file was last changed stands for it.')
  let host = ''
  const leftOut = new Map<string, number>()
  for (const component of withSubject(bom)) {
    const why = component.scope === 'excluded' ? 'excluded from the product' : noSoftware.includes(component.type) ? `of type ${component.type}` : ''
    if (why !== '') {
      leftOut.set(why, (leftOut.get(why) ?? 0) + 1)
      continue
    }
    if (component.device === '' && host === '') host = hostOf(bom, source, notes)
    const row = {
      line: component.line,
      host: component.device === '' ? host : canonicalName(component.device),
      product: productOf(component),
      vendor: component.vendor,
      version: component.version,
      purl: component.purl,
      cpe: component.cpe,
      hashes: hashesIn(component.hashes),
      installed_at: installedIn(component.properties),
      seen_at,
      basis: 'inventory',
    }
    yield { table: 'installation', row }
  }
  for (const { line, why } of bom.problems) notes.skip(line, why)
  if (leftOut.size > 0)
    notes.say(
      `Components left out, since they are no installed software: ${[...leftOut].map(([why, count]) => `${number(count)} ${printable(why, 40)}`).join(', ')}.`,
    )
}

/** What the document is about is itself installed, when it is software: an application, a firmware, an operating system with a version. */
function* withSubject({ subject, components, isInventory }: Bom): Generator<Component> {
  if (
    isInventory &&
    subject &&
    ['application', 'firmware', 'framework', 'library', 'platform'].includes(subject.type) &&
    subject.version !== '' &&
    subject.name !== ''
  )
    yield subject
  yield* components
}

/** The host: named by a property, else the device or operating system the document is about, else the file's name. */
function hostOf(bom: Bom, source: Source, notes: Notes): string {
  const { subject } = bom
  const named = hostIn([...bom.properties, ...(subject?.properties ?? [])])
  if (named !== '') return canonicalName(named)
  if (subject?.type === 'device' && subject.name !== '') return canonicalName(subject.name)
  // Generators put either the host's name or the distribution's here; only one that is no distribution's can be a host.
  if (subject?.type === 'operating-system' && subject.name !== '' && !distribution.test(subject.name)) {
    notes.say(`“${printable(subject.name, 80)}”, the operating system that the document is about, is taken for the name of the host.`)
    return canonicalName(subject.name)
  }
  if (subject && subject.name !== '' && subject.type !== 'operating-system') {
    notes.say(`The document is about ${printable(`${subject.type || 'something'} “${subject.name}”`, 120)}, not about a host.`)
  }
  return hostOfPath(source, notes)
}

const distribution =
  /^(microsoft )?(windows|ubuntu|debian|fedora|centos|rhel|red ?hat|rocky|almalinux|alma|amazon|amzn|oracle|ol|suse|sles|opensuse|alpine|wolfi|arch|gentoo|nixos|macos|mac os|os x|darwin|linux|photon|mariner|azurelinux|raspbian|kali|linuxmint|mint|freebsd|openbsd|netbsd|android|ios|busybox|distroless)\b/i
