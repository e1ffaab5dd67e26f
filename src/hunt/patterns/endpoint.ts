import { baseNameSql } from '../../base/questions/names.ts'
import { raw } from '../../base/sql.ts'
import type { TableName } from '../../model/tables.ts'
import { hashColumns, hashesOf, known, type Objects, type PatternSource, type Row, text } from './source.ts'

const base = (column: string) => baseNameSql(raw(column)).text
const folder = (column: string) => `replaceRegexpOne(${column}, '[\\\\\\\\/][^\\\\\\\\/]*$', '')`

/** Name and folder of a path of Windows or POSIX; no folder for a bare name. */
function split(path: string): { readonly name: string; readonly parent: string } {
  const at = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'))
  return { name: path.slice(at + 1), parent: path.slice(0, Math.max(at, 0)) }
}

/** Adds a file with its folder; its name, undefined where there is no path. */
function addFile(objects: Objects, path: string, hashes: Readonly<Record<string, unknown>> = {}): string | undefined {
  if (path === '') return undefined
  const { name, parent } = split(path)
  if (parent !== '') objects.set(`folder ${parent}`, { type: 'directory', path: parent })
  objects.set(`file ${path}`, { type: 'file', name, hashes, ...known({ parent_directory_ref: parent === '' ? '' : `folder ${parent}` }) })
  return `file ${path}`
}

function addUser(objects: Objects, row: Row): string | undefined {
  const user = text(row, 'user')
  if (user === '') return undefined
  objects.set('user', { type: 'user-account', user_id: user, account_login: user, display_name: user })
  return 'user'
}

const image = (reference: string, column: string) => ({
  [`process:${reference}.name`]: [base(column)],
  [`process:${reference}.parent_directory_ref.path`]: [folder(column)],
})

/** STIX 2.0 names a process itself and calls its file `binary_ref`; 2.1 has `image_ref`. */
const processes: PatternSource = {
  table: 'process_event',
  whoIsAddress: false,
  select: raw('toString(host) AS who, toString(user) AS user, process_path, command_line, parent_path, md5, sha1, sha256'),
  timed: true,
  types: ['process', 'file', 'directory', 'user-account'],
  columns: {
    'process:name': [base('process_path'), base('parent_path')],
    'process:command_line': ['command_line'],
    ...image('image_ref', 'process_path'),
    ...image('binary_ref', 'process_path'),
    ...hashColumns('process:image_ref.hashes'),
    ...hashColumns('process:binary_ref.hashes'),
    'process:parent_ref.name': [base('parent_path')],
    ...image('parent_ref.image_ref', 'parent_path'),
    ...image('parent_ref.binary_ref', 'parent_path'),
    'file:name': [base('process_path'), base('parent_path')],
    'file:parent_directory_ref.path': [folder('process_path'), folder('parent_path')],
    'directory:path': [folder('process_path'), folder('parent_path')],
    ...hashColumns('file:hashes'),
  },
  loose: ['process:image_ref', 'process:binary_ref', 'process:parent_ref', 'process:creator_user_ref', 'user-account:user_id', 'user-account:account_login'],
  objects: (row) => {
    const objects: Objects = new Map()
    const actor = actorOf(objects, row, hashesOf(row))
    const above = addFile(objects, text(row, 'parent_path'))
    if (above !== undefined) objects.set('parent', { type: 'process', name: split(text(row, 'parent_path')).name, image_ref: above, binary_ref: above })
    const more = known({ command_line: text(row, 'command_line'), parent_ref: above === undefined ? undefined : 'parent' })
    objects.set('process', { type: 'process', ...actor, ...more })
    return objects
  },
}

/** Files that were loaded or written, and the program that did it. */
function fileSource(table: TableName, column: string): PatternSource {
  return {
    table,
    whoIsAddress: false,
    select: raw(`toString(host) AS who, toString(user) AS user, process_path, ${column} AS path, md5, sha1, sha256`),
    timed: true,
    types: ['file', 'directory', 'process', 'user-account'],
    columns: {
      'file:name': [base(column), base('process_path')],
      'file:parent_directory_ref.path': [folder(column), folder('process_path')],
      'directory:path': [folder(column), folder('process_path')],
      ...hashColumns('file:hashes'),
      'process:name': [base('process_path')],
      ...image('image_ref', 'process_path'),
      ...image('binary_ref', 'process_path'),
    },
    loose: ['process:image_ref', 'process:binary_ref', 'process:creator_user_ref', 'user-account:user_id', 'user-account:account_login'],
    objects: (row) => {
      const objects: Objects = new Map()
      addActor(objects, row)
      addFile(objects, text(row, 'path'), hashesOf(row))
      return objects
    },
  }
}

/** What is known of the program that did something; adds its file, and the account it ran as. */
function actorOf(objects: Objects, row: Row, hashes?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const path = text(row, 'process_path')
  const own = addFile(objects, path, hashes)
  return known({ name: split(path).name, image_ref: own, binary_ref: own, creator_user_ref: addUser(objects, row) })
}

/** The program that did something, where its path is known, and the account it ran as. */
function addActor(objects: Objects, row: Row): void {
  const actor = actorOf(objects, row)
  if (actor.image_ref !== undefined) objects.set('process', { type: 'process', ...actor })
}

const hives = { HKLM: 'HKEY_LOCAL_MACHINE', HKCU: 'HKEY_CURRENT_USER', HKU: 'HKEY_USERS', HKCR: 'HKEY_CLASSES_ROOT', HKCC: 'HKEY_CURRENT_CONFIG' } as const

/** With the hive written out, as STIX wants it. */
function longKey(key: string): string {
  const [hive = '', ...rest] = key.split('\\')
  return [hives[hive as keyof typeof hives] ?? hive, ...rest].join('\\')
}

const quoted = (texts: readonly string[]) => `[${texts.map((one) => `'${one}'`)}]`
const hiveColumn = `splitByChar('\\\\', key)[1]`
const longColumn = `concat(transform(${hiveColumn}, ${quoted(Object.keys(hives))}, ${quoted(Object.values(hives))}, ${hiveColumn}), substring(key, length(${hiveColumn}) + 1))`

/** Windows tells keys apart by no letter's case, and STIX compares letters: each key stands here as it is, written out, and written out in small letters. */
const registry: PatternSource = {
  table: 'registry_event',
  whoIsAddress: false,
  select: raw('toString(host) AS who, toString(user) AS user, process_path, key, value_name'),
  timed: true,
  types: ['windows-registry-key', 'process', 'user-account', 'file', 'directory'],
  columns: {
    'windows-registry-key:key': ['key', longColumn, `lower(${longColumn})`],
    'windows-registry-key:values.*.name': ['value_name'],
    'process:name': [base('process_path')],
  },
  loose: ['windows-registry-key:creator_user_ref', 'process:image_ref', 'process:binary_ref'],
  objects: (row) => {
    const objects: Objects = new Map()
    addActor(objects, row)
    const key = text(row, 'key')
    const value = text(row, 'value_name')
    for (const written of new Set([key, longKey(key), longKey(key).toLowerCase()])) {
      objects.set(`key ${written}`, {
        type: 'windows-registry-key',
        key: written,
        ...(value !== '' && { values: [{ name: value }] }),
        ...known({ creator_user_ref: objects.has('user') ? 'user' : undefined }),
      })
    }
    return objects
  },
}

/** A mutex is known with and without the folder of its session. */
const sessions = ['', 'Global\\', 'Local\\'] as const

const mutex: PatternSource = {
  table: 'kernel_event',
  whoIsAddress: false,
  select: raw('toString(host) AS who, toString(user) AS user, process_path, toString(object_type) AS object_type, object_name'),
  timed: true,
  types: ['mutex'],
  columns: { 'mutex:name': sessions.map((session) => `concat('${session.replaceAll('\\', '\\\\')}', object_name)`) },
  loose: [],
  objects: (row) => {
    if (text(row, 'object_type') !== 'mutex') return new Map()
    const name = text(row, 'object_name')
    return new Map(sessions.map((session) => [`mutex ${session}`, { type: 'mutex', name: `${session}${name}` }]))
  },
}

/** What sensors on hosts tell. */
export const endpointSources: readonly PatternSource[] = [
  processes,
  fileSource('module_event', 'module_path'),
  fileSource('host_file_event', 'file_path'),
  registry,
  mutex,
]
