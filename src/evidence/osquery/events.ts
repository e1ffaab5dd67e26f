import type { TableRow } from '../batches.ts'
import { hashesIn } from '../handles.ts'
import { readDate } from '../install-date.ts'
import { textOf } from '../json-text.ts'
import { registryKeyOf } from '../registry-key.ts'
import type { Columns } from './packages.ts'

interface Common {
  readonly line: number
  readonly time: number
  readonly host: string
}

interface EventTable {
  /** The end of the query's name that says which table it asks. */
  readonly name: RegExp
  /** Columns that give the table away together. */
  readonly tells: readonly string[]
  readonly row: (columns: Columns, common: Common) => TableRow | undefined
}

/** https://osquery.io/schema: the tables that tell what happened on a host, or runs there. */
const tables: readonly EventTable[] = [
  {
    name: /(^|[/_.-])((es_|bpf_)?process_events|processes)$/i,
    tells: ['path', 'cmdline'],
    row: (columns, common) => ({
      table: 'process_event',
      row: {
        ...common,
        user: text(columns, 'username') || text(columns, 'uid'),
        process_path: text(columns, 'path'),
        command_line: text(columns, 'cmdline'),
        parent_path: text(columns, 'parent_path'),
        ...fileOf(columns),
        signer: text(columns, 'signing_id') || text(columns, 'subject_name'),
      },
    }),
  },
  {
    name: /(^|[/_.-])(file_events|ntfs_journal_events)$/i,
    tells: ['target_path', 'action'],
    row: (columns, common) => ({
      table: 'host_file_event',
      row: { ...common, user: text(columns, 'uid'), process_path: '', file_path: text(columns, 'target_path'), ...fileOf(columns), signer: '' },
    }),
  },
  { name: /(^|[/_.-])winbaseobj$/i, tells: ['object_name', 'object_type'], row: objectOf },
  {
    name: /(^|[/_.-])registry$/i,
    tells: ['key', 'path', 'data', 'mtime'],
    row: (columns, common) => ({
      table: 'registry_event',
      row: {
        ...common,
        time: readDate(text(columns, 'mtime')) ?? common.time,
        user: '',
        process_path: '',
        activity: 'present',
        key: registryKeyOf(text(columns, 'key')),
        value_name: text(columns, 'name'),
      },
    }),
  },
]

/** Whether these are rows of such a table, by the query's name or by columns that only it has. */
export function eventTableOf(query: string, columns: Columns): EventTable | undefined {
  const known = (column: string) => column in columns
  return tables.find(({ tells }) => tells.every(known)) ?? tables.find(({ name, tells }) => name.test(query) && tells.some(known))
}

/** When a row says that it happened: microseconds; null where it does not say. */
export function timeOf(columns: Columns): number | null {
  return readDate(text(columns, 'time'))
}

/** Windows calls mutexes mutants. */
function objectOf(columns: Columns, common: Common): TableRow | undefined {
  if (!/^mutant$/i.test(text(columns, 'object_type'))) return undefined
  const object_name = text(columns, 'object_name').replace(/^.*\\(?=[^\\]+$)/, '')
  return { table: 'kernel_event', row: { ...common, user: '', process_path: '', object_type: 'mutex', object_name } }
}

function fileOf(columns: Columns): { readonly md5: string; readonly sha1: string; readonly sha256: string } {
  const hash = (name: string) => hashesIn([text(columns, name)])[0] ?? ''
  return { md5: hash('md5'), sha1: hash('sha1'), sha256: hash('sha256') }
}

function text(columns: Columns, name: string): string {
  return textOf(columns[name])
}
