import type { Reading, Trait } from '../reading.ts'

/** Bytes that are searched in all: hosts times the size of the file. */
const mostSearched = 400e6
const mostNamed = 20

/**
 * `file.hidden-hosts`: hosts that a reader found in a text file by decoding or joining pieces, for they stand nowhere in
 * plain text. Hosts with blanks between them; nothing when there are none.
 */
export function hiddenHosts(bytes: Uint8Array, readings: readonly Reading[]): Trait[] {
  const hosts = [...new Set(readings.flatMap(({ units }) => units.flatMap((unit) => unit.hosts ?? [])))]
  if (hosts.length === 0 || bytes.includes(0)) return []
  const text = Buffer.from(bytes).toString('latin1').toLowerCase()
  const searched = hosts.slice(0, Math.floor(mostSearched / Math.max(1, text.length)))
  const hidden = searched.filter((host) => /^[\x21-\x7e]+$/.test(host) && !text.includes(host))
  return hidden.length === 0 ? [] : [{ name: 'file.hidden-hosts', value: hidden.slice(0, mostNamed).join(' ') }]
}
