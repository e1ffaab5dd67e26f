import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connections } from './service.ts'

/** Tries to run where it is taken for markup, for an attribute, for a script or for a link; each sets `window.ran`. */
const attempts = {
  element: '<img src=x onerror=window.ran=1>',
  attribute: '"><script>window.ran=1</script><b a="',
  handler: `' onmouseover='window.ran=1' autofocus onfocus='window.ran=1`,
  link: 'javascript:window.ran=1',
  svg: '</style></svg><svg onload=window.ran=1>',
  turned: 'invoice\u202egpj.exe\u2066',
  nul: 'zero\u0000byte',
} as const
export const hostile = attempts
/** All of them, to stand in one field. */
export const everything = Object.values(attempts).join(' ')

const day = 86_400
const start = Date.UTC(2023, 2, 1) / 1000

/** Evidence whose every field that reaches a page is hostile, with findings about it: a tampered release, a beacon, an indicator that is met. */
export function writeHostileEvidence(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const names = [attempts.element, attempts.attribute, attempts.handler, attempts.link, attempts.svg, attempts.turned]
  const hosts = names.map((text, index) => ({ name: `pc${index + 1} ${text}`, ip: `10.0.0.${index + 11}` }))
  const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  write(`hosts ${attempts.element}.csv`, ['hostname,ip,role,os', ...hosts.map(({ name, ip }) => csv(name, ip, `role ${everything}`, `os ${everything}`))])
  write('software.csv', [
    'host,name,vendor,version,install_date',
    ...hosts.flatMap(({ name }, index) => [
      csv(name, `Editor ${everything}`, `Vendor ${everything}`, `1.${index % 3} ${attempts.element}`, '2023-02-01'),
      ...(index < 2 ? [csv(name, '3CX Desktop App', '3CX Ltd', '18.12.416', '2023-03-02')] : []),
    ]),
  ])
  write('indicators.csv', ['value,type,description', csv('203.0.113.66', 'ip', everything), csv('c2.hostile.invalid', 'domain', everything)])
  write('conn.log', connections(hosts, 0, 6))
  const lines = (path: string, rest: (index: number) => object) =>
    hosts.map(({ ip }, index) =>
      JSON.stringify({
        _path: path,
        ts: start + day + index * 60,
        uid: `H${path}${index}`,
        'id.orig_h': ip,
        'id.orig_p': 50_000 + index,
        'id.resp_h': '203.0.113.66',
        'id.resp_p': 443,
        ...rest(index),
      }),
    )
  write(
    'dns.log',
    lines('dns', () => ({ proto: 'udp', query: `c2.${everything}.invalid`, qtype_name: 'A', rcode_name: 'NOERROR', answers: ['203.0.113.66'] })),
  )
  write(
    'ssl.log',
    lines('ssl', (index) => ({ version: 'TLSv12', server_name: names[index], subject: `CN=${everything}`, issuer: `CN=${everything}`, established: true })),
  )
  write(
    'http.log',
    lines('http', (index) => ({ method: 'GET', host: names[index], uri: `/${everything}`, referrer: attempts.link, user_agent: everything, status_code: 200 })),
  )
  write(
    'files.log',
    lines('files', (index) => ({
      fuid: `F${index}`,
      tx_hosts: ['203.0.113.66'],
      rx_hosts: [`10.0.0.${index + 11}`],
      source: 'HTTP',
      mime_type: everything,
      filename: everything,
      seen_bytes: 10,
      sha256: `${index}`.repeat(64),
    })),
  )
  return folder
}

function csv(...values: readonly string[]): string {
  return values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')
}
