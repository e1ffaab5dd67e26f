/** The records of a pax extended header: `length key=value\n`, the length counting itself (POSIX.1-2001). Stops at what is none. */
export function* paxRecords(bytes: Uint8Array): Generator<[key: string, value: Uint8Array], void, undefined> {
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const digits = blank < 0 || blank - at > 8 ? '' : Buffer.from(bytes.subarray(at, blank)).toString('latin1')
    if (!/^\d+$/.test(digits)) return
    const end = at + Number(digits)
    const equals = bytes.indexOf(0x3d, blank)
    if (end > bytes.length || end <= blank || equals < 0 || equals >= end) return
    yield [Buffer.from(bytes.subarray(blank + 1, equals)).toString('utf8'), bytes.subarray(equals + 1, end - 1)]
    at = end
  }
}
