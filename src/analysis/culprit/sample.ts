import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 4) * 1000
const hour = 3600e6
const day = 24 * hour
export const days = 70
const hosts = 60

export interface Story {
  /** Hosts that got the new release, and when; microseconds. */
  readonly installed: ReadonlyMap<number, number>
  /** Who contacts what when. */
  readonly contacts: readonly { readonly host: number; readonly name: string; readonly time: number }[]
}

/**
 * Sixty computers in two departments with a few products each, seventy days of traffic with well-known names, and an
 * inventory with install dates. A third of them has Quill Writer, whose release 2.0 comes in week five.
 */
export function office(story: Story): Batch[] {
  const known = Array.from({ length: hosts }, (_, host) =>
    Array.from({ length: days }, (_, at) => ({
      host,
      name: at % 2 === 0 ? 'www.everyday.example' : 'mail.everyday.example',
      time: start + at * day + 8 * hour + host * 60e6,
    })),
  ).flat()
  const contacts = [...known, ...story.contacts].sort((a, b) => a.time - b.time)
  return [
    {
      table: 'host_address',
      rows: Array.from({ length: hosts }, (_, host) => ({
        ip: address(host),
        host: nameOf(host),
        role: host % 2 === 0 ? 'office' : 'sales',
        os: 'Windows 11',
        basis: 'inventory',
        line: host + 1,
      })),
    },
    { table: 'installation', rows: installations(story) },
    {
      table: 'connection',
      rows: contacts.map(({ host, name, time }, index) => ({
        ...ends(host, name, time, index),
        protocol_name: 'tcp',
        service: 'ssl',
        duration: 1,
        bytes_out: 1500,
        bytes_in: 4200,
        conn_state: 'SF',
      })),
    },
    { table: 'tls_session', rows: contacts.map(({ host, name, time }, index) => ({ ...ends(host, name, time, index), server_name: name, established: true })) },
  ]
}

/** One in three, of both departments. */
export const writers = Array.from({ length: hosts }, (_, host) => host).filter((host) => host % 3 === 0)

/** Release 2.0 of Quill Writer reaches the writers over a week, from day 35. */
export const rollOut = new Map(writers.map((host, order) => [host, start + (35 + (order % 7)) * day + 10 * hour]))

function installations({ installed }: Story): Row<'installation'>[] {
  const rows: Omit<Row<'installation'>, 'line'>[] = []
  for (let host = 0; host < hosts; host++) {
    rows.push({ host: nameOf(host), product: 'Slate Office', vendor: 'Slate', version: '11.2', installed_at: start - 200 * day - host * day })
    if (host % 2 === 1) rows.push({ host: nameOf(host), product: 'Ledger Sales', vendor: 'Ledger', version: '4.0', installed_at: start - 90 * day })
    if (host % 5 === 0) rows.push({ host: nameOf(host), product: 'Kiln Draw', vendor: 'Kiln', version: '7.1', installed_at: start + (30 + (host % 9)) * day })
    if (writers.includes(host)) rows.push({ host: nameOf(host), product: 'Quill Writer', vendor: 'Quill', version: '1.9', installed_at: start - 120 * day })
    const since = installed.get(host)
    if (since !== undefined) rows.push({ host: nameOf(host), product: 'Quill Writer', vendor: 'Quill', version: '2.0', installed_at: since })
  }
  return rows.map((row, index) => ({ ...row, basis: 'inventory', seen_at: start + days * day, line: index + 1 }))
}

function ends(
  host: number,
  name: string,
  time: number,
  index: number,
): Pick<Row<'connection'>, 'time' | 'uid' | 'src_ip' | 'src_port' | 'dst_ip' | 'dst_port' | 'line'> {
  const last = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 250
  return { time, uid: `Q${index}`, src_ip: address(host), src_port: 40_000 + (index % 20_000), dst_ip: `203.0.113.${last}`, dst_port: 443, line: index + 1 }
}

function address(host: number): string {
  return `10.7.0.${host + 1}`
}

export function nameOf(host: number): string {
  return `pc-${String(host).padStart(2, '0')}`
}

/** Thirteen of the twenty hosts with release 2.0 talk to a name nobody knew, 9 to 23 days after they got it; two others stray there. */
export function positive(): Batch[] {
  const woken = writers.filter((_, order) => order % 3 !== 2)
  const contacts = woken.map((host, order) => ({
    host,
    name: 'sync.quillstorage.invalid',
    time: (rollOut.get(host) ?? start) + (9 + ((order * 5) % 15)) * day + 3 * hour,
  }))
  const strays = [7, 22].map((host) => ({ host, name: 'sync.quillstorage.invalid', time: start + (56 + (host % 9)) * day + 11 * hour }))
  return office({ installed: rollOut, contacts: [...contacts, ...strays] })
}

/** The same roll-out, and new names that spread by other ways: from hand to hand, within a department, to one host. */
export function benign(): Batch[] {
  const visit = (name: string, visitors: readonly number[], from: number) =>
    visitors.map((host, order) => ({ host, name, time: start + (from + ((order * 3) % 11)) * day + (9 + (host % 7)) * hour }))
  return office({
    installed: rollOut,
    contacts: [
      ...visit('recipes.example.org', [1, 4, 9, 14, 22, 27, 33, 38, 41, 46, 52, 59], 45),
      ...visit(
        'tickets.example.net',
        Array.from({ length: 18 }, (_, order) => (order * 2 + 1 + (order > 9 ? 8 : 0)) % hosts),
        42,
      ),
      ...visit('blog.example.edu', [12], 50),
    ],
  })
}
