import { formatRanges, type RangeEvents } from '../../base/affected/ranges.ts'
import { packageKey, purlTypeOf } from '../../base/ecosystem.ts'
import { parsePurl } from '../../base/purl.ts'
import type { OsvEvent } from '../../base/versions/ranges/osv.ts'
import type { Row } from '../../model/tables.ts'
import { elements, members, textOf } from '../json-text.ts'
import { textsOf } from '../knowledge.ts'

type Members = Readonly<Record<string, unknown>>

/** What each entry of `affected` says; entries that name only a repository are counted, not given. */
export function affectedRows(record: Members, vulnerability: string, line: number) {
  const rows: Row<'vulnerability_affects'>[] = []
  let repositories = 0
  for (const entry of elements(record.affected)) {
    const affected = members(entry) ?? {}
    const row = affectedRow(affected, vulnerability, line)
    if (row) rows.push(row)
    else repositories += 1
  }
  return { rows, repositories }
}

function affectedRow(affected: Members, vulnerability: string, line: number): Row<'vulnerability_affects'> | undefined {
  const stated = members(affected.package) ?? {}
  const [ecosystem, name] = [textOf(stated.ecosystem), textOf(stated.name)]
  if (name === '' || ecosystem === '') return undefined
  const type = purlTypeOf(ecosystem) ?? parsePurl(textOf(stated.purl))?.type ?? ecosystem.toLowerCase()
  const ranges = elements(affected.ranges).map((range) => members(range) ?? {})
  const ordered = ranges.filter((range) => textOf(range.type).toUpperCase() !== 'GIT').map(eventsOf)
  return {
    line,
    vulnerability,
    key: packageKey(type, name),
    type,
    ecosystem,
    package: name,
    vendor: '',
    product: name,
    cpe: '',
    platforms: platformsOf(affected),
    scheme: ecosystem,
    versions: textsOf(affected.versions),
    ranges: formatRanges(ordered),
    unaffected: '',
    others: 'unaffected',
    commits: ordered.length < ranges.length,
    fixed_in: [...new Set(ordered.flatMap((events) => events.flatMap(({ fixed }) => fixed ?? [])))],
    no_fix: null,
  }
}

function eventsOf(range: Members): RangeEvents {
  return elements(range.events).flatMap((one) => {
    const [event] = Object.entries(members(one) ?? {})
    const [kind = '', version] = event ?? []
    return ['introduced', 'fixed', 'last_affected', 'limit'].includes(kind) && textOf(version) !== '' ? [{ [kind]: textOf(version) } as OsvEvent] : []
  })
}

/** Go's database names the systems of each import; they bind only where every import is bound. */
function platformsOf(affected: Members): readonly string[] {
  const imports = elements(members(affected.ecosystem_specific)?.imports).map((one) => textsOf(members(one)?.goos))
  return imports.length > 0 && imports.every((systems) => systems.length > 0) ? [...new Set(imports.flat())] : []
}
