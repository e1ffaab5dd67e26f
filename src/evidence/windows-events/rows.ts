import type { Row } from '../../model/tables.ts'
import type { TableRow } from '../batches.ts'
import { hashesIn } from '../handles.ts'
import { registryKeyOf, splitRegistryPath } from '../registry-key.ts'
import type { WindowsEvent } from './record.ts'

interface Common {
  readonly line: number
  readonly time: number
  readonly host: string
  readonly user: string
  readonly process_path: string
}

type Make = (data: WindowsEvent['data'], common: Common) => TableRow

/** Events of Sysmon by their number: https://learn.microsoft.com/sysinternals/downloads/sysmon */
const sysmon: ReadonlyMap<number, Make> = new Map([
  [1, (data, common) => started(data, common, data.ParentImage ?? '', proofs(data))],
  [6, (data, common) => loaded(data, { ...common, process_path: 'System' })],
  [7, loaded],
  [11, written],
  [12, registry],
  [13, registry],
  [14, registry],
  [15, written],
  [23, written],
  [26, written],
  [29, written],
])

/** A row of what an event says; undefined where no table takes it. */
export function rowOf({ id, logged, data }: WindowsEvent, where: Pick<Common, 'line' | 'time' | 'host'>): TableRow | undefined {
  const common = { ...where, user: data.User ?? '', process_path: data.Image ?? '' }
  if (/sysmon/i.test(logged)) return sysmon.get(id)?.(data, common)
  if (!/security/i.test(logged)) return undefined
  const user = [data.SubjectDomainName, data.SubjectUserName].filter((part) => part !== undefined && part !== '' && part !== '-').join('\\')
  if (id === 4688) return started(data, { ...common, user, process_path: data.NewProcessName ?? '' }, data.ParentProcessName ?? '', proofs({}))
  return id === 4663 ? opened(data, { ...common, user, process_path: data.ProcessName ?? '' }) : undefined
}

/** Bits of an access mask that a file is read with (ReadData) or changed with (WriteData, AppendData). */
const [readData, changeData] = [0x1, 0x2 | 0x4]

/**
 * `4663`: a file of which the organisation has accesses written down was opened. Accesses that neither read nor change its content are passed over.
 * https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4663
 */
function opened(data: WindowsEvent['data'], common: Common): TableRow | undefined {
  const mask = Number(data.AccessMask ?? '')
  if (data.ObjectType !== 'File' || !Number.isInteger(mask) || (mask & (readData | changeData)) === 0) return undefined
  const activity = (mask & changeData) === 0 ? 'read' : ''
  return { table: 'host_file_event', row: { ...common, activity, file_path: data.ObjectName ?? '' } }
}

function started(data: WindowsEvent['data'], common: Common, parent: string, file: ReturnType<typeof proofs>): TableRow {
  const row: Row<'process_event'> = { ...common, command_line: data.CommandLine ?? '', parent_path: parent, ...file }
  return { table: 'process_event', row }
}

function loaded(data: WindowsEvent['data'], common: Common): TableRow {
  return { table: 'module_event', row: { ...common, module_path: data.ImageLoaded ?? '', ...proofs(data) } }
}

/** Of deleted files, too, the event tells what was there. */
function written(data: WindowsEvent['data'], common: Common): TableRow {
  return { table: 'host_file_event', row: { ...common, file_path: data.TargetFilename ?? '', ...proofs(data) } }
}

function registry(data: WindowsEvent['data'], common: Common): TableRow {
  const said = data.EventType ?? ''
  const activity = /delete/i.test(said) ? 'deleted' : /rename/i.test(said) ? 'renamed' : /set/i.test(said) ? 'set' : 'created'
  const target = data.TargetObject ?? ''
  const { key, value } = /value/i.test(said) ? splitRegistryPath(target) : { key: registryKeyOf(target), value: '' }
  return { table: 'registry_event', row: { ...common, activity, key, value_name: value } }
}

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…` or `Hash`, and a signature that was found good. */
function proofs(data: WindowsEvent['data']): { readonly md5: string; readonly sha1: string; readonly sha256: string; readonly signer: string } {
  const named = (data.Hashes ?? data.Hash ?? '').split(',').filter((part) => !/^imphash=/i.test(part))
  const hashes = hashesIn(named.map((part) => part.split('=').at(-1) ?? ''))
  const ofLength = (length: number) => hashes.find((hash) => hash.length === length) ?? ''
  const good = /^true$/i.test(data.Signed ?? '') && /^valid$/i.test(data.SignatureStatus ?? '')
  return { md5: ofLength(32), sha1: ofLength(40), sha256: ofLength(64), signer: good ? (data.Signature ?? '') : '' }
}
