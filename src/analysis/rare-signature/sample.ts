import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const day = 86_400e6

interface Client {
  readonly ja4: string
  readonly name: string
  readonly hosts: readonly number[]
}

const everyone = Array.from({ length: 15 }, (_, index) => index + 1)

/** Six days of two browsers and a mail program that all hosts use, and of some more clients. */
function sessions(extra: readonly Client[]): Batch[] {
  const usual = ['www.example.com', 'news.example.net', 'shop.example.org'].flatMap((name) => [
    { ja4: 't13d1516h2_8daaf6152771_b0da82dd1658', name, hosts: everyone },
    { ja4: 't13d1715h2_5b57614c22b0_3d5424432f57', name, hosts: everyone.slice(0, 8) },
  ])
  const rows: Row<'tls_session'>[] = []
  for (let at = 0; at < 6; at++) {
    for (const { ja4, name, hosts } of [...usual, ...extra]) {
      for (const host of hosts) {
        const line = rows.length + 1
        rows.push({
          time: start + at * day + line * 1e6,
          uid: `R${line}`,
          src_ip: `10.0.0.${host}`,
          src_port: 50_000,
          dst_ip: '203.0.113.30',
          dst_port: 443,
          server_name: name,
          ja4,
          line,
        })
      }
    }
  }
  return [{ table: 'tls_session', rows }]
}

/** A client that two hosts have, and that only talks to a name nobody else visits. */
export function positive(): Batch[] {
  return sessions([{ ja4: 't12d190800_d83cc789557e_7af1ed941c26', name: 'c2.widgets.invalid', hosts: [3, 4] }])
}

/** A vendor's own update program on every host, and a seldom client of a name that many visit. */
export function benign(): Batch[] {
  return sessions([
    { ja4: 't13d0912h1_aaaaaaaaaaaa_bbbbbbbbbbbb', name: 'update.vendor.example', hosts: everyone },
    { ja4: 't12d0608h1_cccccccccccc_dddddddddddd', name: 'www.example.com', hosts: [5] },
  ])
}
