/** A small Zeek conn.log, built for tests: header and one line per connection. */
export const connHeader = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#open\t2024-01-10-00-00-00',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state',
  '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring',
  '',
].join('\n')

export interface ConnLine {
  readonly time?: number
  readonly uid: string
  readonly service?: string
}

export function connLine({ time = 1_704_880_800, uid, service = 'ssl' }: ConnLine): string {
  return `${time.toFixed(6)}\t${uid}\t10.0.0.5\t50000\t203.0.113.7\t443\ttcp\t${service}\t1.5\t100\t200\tSF\n`
}

export function connLog(uids: readonly string[]): string {
  return connHeader + uids.map((uid) => connLine({ uid })).join('')
}
