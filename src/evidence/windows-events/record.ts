import { readDate } from '../install-date.ts'
import { elements, members, textOf } from '../json-text.ts'

type Members = Readonly<Record<string, unknown>>

/** One event of Windows, whatever wrote it down. */
export interface WindowsEvent {
  /** Microseconds; null when the record does not say. */
  readonly time: number | null
  /** As written; '' when the record does not say. */
  readonly host: string
  readonly id: number
  /** Who logged it, as far as the record says: provider and channel. */
  readonly logged: string
  /** What the event says, by the names that Windows gives the fields. */
  readonly data: Readonly<Record<string, string>>
}

/** Reads one record of Winlogbeat, of `Get-WinEvent | ConvertTo-Json`, of the XML turned into JSON, or of a flat export; undefined for anything else. */
export function eventOf(value: unknown): WindowsEvent | undefined {
  const record = members(value)
  if (!record) return undefined
  return ofWinlogbeat(record) ?? ofXml(members(record.Event)) ?? ofPowerShell(record) ?? flat(record)
}

function ofWinlogbeat(record: Members): WindowsEvent | undefined {
  const winlog = members(record.winlog)
  if (!winlog) return undefined
  const data = textsOf(members(winlog.event_data))
  return {
    time: timeOf([data.UtcTime, record['@timestamp']]),
    host: textOf(winlog.computer_name) || textOf(members(record.host)?.name),
    id: Number(textOf(winlog.event_id)),
    logged: `${textOf(winlog.provider_name)} ${textOf(winlog.channel)}`,
    data: Object.keys(data).length > 0 ? data : fieldsOfMessage(textOf(record.message)),
  }
}

/** `{"Event": {"System": …, "EventData": …}}`, attributes under `#attributes`, `@Name` or `Name`. */
function ofXml(event: Members | undefined): WindowsEvent | undefined {
  const system = members(event?.System)
  if (!event || !system) return undefined
  const given = members(event.EventData)
  const listed = elements(given?.Data).map((one) => [attribute(one, 'Name'), textOf(members(one)?.['#text']) || textOf(one)] as const)
  const data = listed.length > 0 ? Object.fromEntries(listed.filter(([name]) => name !== '')) : textsOf(given)
  return {
    time: timeOf([data.UtcTime, attribute(system.TimeCreated, 'SystemTime')]),
    host: textOf(system.Computer),
    id: Number(textOf(system.EventID) || textOf(members(system.EventID)?.['#text'])),
    logged: `${attribute(system.Provider, 'Name')} ${textOf(system.Channel)}`,
    data,
  }
}

function ofPowerShell(record: Members): WindowsEvent | undefined {
  if (!('MachineName' in record && 'ProviderName' in record && 'Id' in record)) return undefined
  const data = fieldsOfMessage(textOf(record.Message))
  const created = members(record.TimeCreated)
  return {
    time: timeOf([data.UtcTime, record.TimeCreated, created?.value, created?.DateTime]),
    host: textOf(record.MachineName),
    id: Number(textOf(record.Id)),
    logged: `${textOf(record.ProviderName)} ${textOf(record.LogName)}`,
    data,
  }
}

function flat(record: Members): WindowsEvent | undefined {
  const logged = [record.SourceName, record.ProviderName, record.Provider, record.Channel].map(textOf).join(' ').trim()
  if (!('EventID' in record) || logged === '') return undefined
  const data = textsOf(record)
  return {
    time: timeOf([data.UtcTime, record['@timestamp'], record.EventTime, record.TimeCreated]),
    host: [record.Hostname, record.Computer, record.ComputerName, record.MachineName].map(textOf).find((name) => name !== '') ?? '',
    id: Number(textOf(record.EventID)),
    logged,
    data,
  }
}

/** `Image: C:\…` on a line each, after a line that names the event. Windows writes the texts of Sysmon in English only. */
function fieldsOfMessage(message: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const line of message.split(/\r?\n/, 100)) {
    const [, name, value] = /^\s*([A-Za-z][A-Za-z0-9]{1,40}):\s(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) fields[name] = value.trim()
  }
  return fields
}

function attribute(value: unknown, name: string): string {
  const found = members(value)
  return textOf(members(found?.['#attributes'])?.[name]) || textOf(found?.[`@${name}`]) || textOf(found?.[name])
}

function textsOf(record: Members | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, textOf(value)]))
}

function timeOf(candidates: readonly unknown[]): number | null {
  for (const candidate of candidates) {
    const time = readDate(textOf(candidate))
    if (time !== null) return time
  }
  return null
}
