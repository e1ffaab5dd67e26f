import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const day = 86_400e6

/** Twenty hosts, sixty days of everyday names; `extra` names appear on some days for some hosts. */
function office(extra: readonly { readonly name: string; readonly days: readonly number[]; readonly hosts: readonly number[] }[]): Batch[] {
  const sessions: Row<'tls_session'>[] = []
  const add = (host: number, at: number, name: string) =>
    sessions.push({
      time: start + at * day + host * 1e6 + sessions.length,
      uid: `L${sessions.length}`,
      src_ip: `10.0.0.${host}`,
      src_port: 50_000,
      dst_ip: '203.0.113.10',
      dst_port: 443,
      server_name: name,
      line: sessions.length + 1,
    })
  for (let at = 0; at < 60; at++) {
    for (let host = 1; host <= 20; host++) for (const name of ['www.example.com', 'login.microsoftonline.com', 'e123.a.akamaiedge.net']) add(host, at, name)
  }
  for (const { name, days, hosts } of extra) for (const at of days) for (const host of hosts) add(host, at, name)
  return [{ table: 'tls_session', rows: sessions }]
}

/** Two hosts begin to talk to names that borrow a vendor's, in week six. */
export function positive(): Batch[] {
  return office([{ name: 'cdn.officestoragebox.invalid', days: [42, 44, 47], hosts: [3, 4] }])
}

/** New names of the vendors themselves, of a customer space of theirs, and of a firm that merely sounds technical. */
export function benign(): Batch[] {
  return office([
    { name: 'contoso.azurewebsites.net', days: [42, 44, 47], hosts: [3, 4] },
    { name: 'img1.googleusercontent.com', days: [43], hosts: [3] },
    { name: 'www.cloudhostingservice.invalid', days: [42, 44, 47], hosts: [3] },
    { name: 'www.officedepot.example', days: [45], hosts: [5] },
  ])
}
