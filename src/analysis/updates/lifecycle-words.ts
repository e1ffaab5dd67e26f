import type { Lived } from '../../base/questions/lifecycles.ts'
import { printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { EvidenceRef } from '../../model/finding.ts'

/** `Cedar Editor 5.1`, and a system as the inventory writes it. */
export function livedName({ table, name, version }: Pick<Lived, 'table' | 'name' | 'version'>): string {
  if (table === 'host_address') return printable(name, 80)
  return `${printable(name, 80)} ${version === '' ? 'of unknown version' : printable(version, 40)}`
}

export function hostsWithAny(group: readonly Lived[]): readonly string[] {
  return [...new Set(group.flatMap(({ holders }) => holders.map(({ host }) => host)))].sort()
}

/** The row of one host each; hosts that are known from elsewhere have none. */
export function rowsOf(group: readonly Lived[], most = 100): readonly EvidenceRef[] {
  return group
    .flatMap(({ table, holders }) => holders.map(({ row: [source, line] }) => ({ table, source, line })))
    .filter(({ source }) => source > 0)
    .slice(0, most)
}

export function dayOf(seconds: number): string {
  return isoFromSeconds(seconds).slice(0, 10)
}
