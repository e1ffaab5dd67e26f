import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { sharedFile } from './shared-data.ts'

/** One log line of a rule's tests, and whether the rule is to fire. */
export interface PantherLine {
  readonly rule: string
  readonly test: string
  readonly expected: boolean
  readonly log: Readonly<Record<string, unknown>>
}

interface RuleFile {
  readonly RuleID?: string
  readonly LogTypes?: readonly string[]
  readonly Tests?: readonly { readonly Name: string; readonly ExpectedResult: boolean; readonly Log: Record<string, unknown> }[]
}

/** A time for lines whose author left it out: a real log always has one. */
const someTime = '2026-03-01T00:00:00.000Z'

/** Every log line of one kind in the rules of a folder; where the time was left out, blanked or torn, it is filled in. */
export function pantherLines(folder: string, logType: string): readonly PantherLine[] {
  const path = sharedFile('accounts', 'panther', folder)
  return readdirSync(path)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .flatMap((name) => {
      const rule = parse(readFileSync(join(path, name), 'utf8')) as RuleFile
      if (!rule.LogTypes?.includes(logType)) return []
      return (rule.Tests ?? []).map((test) => ({ rule: rule.RuleID ?? name, test: test.Name, expected: test.ExpectedResult, log: withTime(test.Log, logType) }))
    })
}

/** The lines as a log. */
export function pantherLog(lines: readonly PantherLine[]): string {
  return lines.map(({ log }) => `${JSON.stringify(log)}\n`).join('')
}

/** A line as a log has it: where its author left the time out, blanked or tore it, it is filled in. */
export function withTime(log: Record<string, unknown>, logType: string): Record<string, unknown> {
  const isTime = (value: unknown) => typeof value === 'number' || /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(String(value))
  if (logType.startsWith('GSuite')) {
    const id = (log.id ?? {}) as Record<string, unknown>
    return isTime(id.time) ? log : { ...log, id: { ...id, time: someTime } }
  }
  if (logType.startsWith('Okta')) return isTime(log.published) ? log : { ...log, published: someTime }
  if (logType.startsWith('Duo')) return isTime(log.isotimestamp) || isTime(log.timestamp) ? log : { ...log, isotimestamp: someTime }
  if (logType.startsWith('GitHub'))
    return [log['@timestamp'], log.created_at, log.at_sign_timestamp].some(isTime) ? log : { ...log, created_at: Date.parse(someTime) }
  return isTime(log.time) ? log : { ...log, time: someTime }
}
