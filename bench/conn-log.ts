import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

const fields =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents'
const types = 'time string addr port addr port enum string interval count count string bool bool count string count count count count set[string]'

export interface ConnLog {
  readonly rows: number
  readonly seed: number
  /** Seconds since 1970 of the first row, and how many seconds the rows span. */
  readonly start: number
  readonly seconds: number
  readonly hosts: number
  readonly destinations: number
}

/** Writes a Zeek conn.log.gz of made-up traffic: few destinations take most of it, as in real networks. */
export async function writeConnLog(path: string, log: ConnLog): Promise<void> {
  await pipeline(lines(log), createGzip({ level: 1 }), createWriteStream(path))
}

function* lines({ rows, seed, start, seconds, hosts, destinations }: ConnLog): Generator<string> {
  yield `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2024-01-01-00-00-00\n`
  yield `#fields\t${fields.replaceAll(' ', '\t')}\n#types\t${types.replaceAll(' ', '\t')}\n`
  let state = seed >>> 0
  // xorshift32 (Marsaglia, 2003): quick, and good enough to fill columns.
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  let block: string[] = []
  for (let row = 0; row < rows; row += 1) {
    const time = start + (seconds * row) / rows
    const host = Math.floor(next() * hosts)
    const destination = Math.floor(destinations * next() ** 3)
    const [sent, received] = [Math.floor(200 / (next() + 0.01)), Math.floor(2000 / (next() + 0.01))]
    block.push(
      `${time.toFixed(6)}\tC${seed.toString(36)}${row.toString(36)}\t10.${host >> 16}.${(host >> 8) & 255}.${host & 255}\t${1024 + Math.floor(next() * 60_000)}\t${address(destination)}\t443\ttcp\tssl\t${(next() * 30).toFixed(6)}\t${sent}\t${received}\tSF\tT\tF\t0\tShADadFf\t${4 + (sent >> 9)}\t${sent + 200}\t${4 + (received >> 10)}\t${received + 200}\t-\n`,
    )
    if (block.length === 5000) {
      yield block.join('')
      block = []
    }
  }
  yield `${block.join('')}#close\t2024-01-02-00-00-00\n`
}

/** Benchmarking range first (RFC 2544), then on from 20.0.0.0. */
function address(destination: number): string {
  if (destination < 131_072) return `198.${18 + (destination >> 16)}.${(destination >> 8) & 255}.${destination & 255}`
  const rest = destination - 131_072
  return `20.${(rest >> 16) & 255}.${(rest >> 8) & 255}.${rest & 255}`
}
