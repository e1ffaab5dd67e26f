import { type Sql, sql } from '../../base/sql.ts'
import { fieldsOf } from './record.ts'

/** States of attempts that were refused: those that the Zeek reader takes for refused too. */
export const refusedStates = ['REJ', 'RSTOS0', 'RSTRH']

/**
 * The state in Zeek's words, from the TCP flags that each side has sent in the whole flow (UDP: from who has sent at
 * all). Definitions: https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html. The order of the flags is
 * lost, so that a reset after both sides have closed reads as closed. '' where the sensor does not say.
 */
export function connectionState(record: Sql): Sql {
  const [client, server] = [flags(record, 'tcp_flags_ts'), flags(record, 'tcp_flags_tc')]
  const has = (side: Sql, bit: number) => sql`bitTest(${side}, ${bit})`
  const [fin, syn, reset] = [0, 1, 2]
  const opened = sql`multiIf(${has(client, fin)} AND ${has(server, fin)}, 'SF', ${has(client, reset)}, 'RSTO', ${has(server, reset)}, 'RSTR',
    ${has(client, fin)}, 'S2', ${has(server, fin)}, 'S3', 'S1')`
  const unanswered = sql`multiIf(${has(server, reset)}, 'REJ', ${has(client, reset)}, 'RSTOS0', ${has(client, fin)}, 'SH', ${server} = 0, 'S0', 'OTH')`
  const halfSeen = sql`multiIf(${has(server, reset)}, 'RSTRH', ${has(server, fin)}, 'SHR', 'OTH')`
  const tcp = sql`multiIf(${client} = 0 AND ${server} = 0, '', ${has(client, syn)} AND ${has(server, syn)}, ${opened},
    ${has(client, syn)}, ${unanswered}, ${has(server, syn)}, ${halfSeen}, 'OTH')`
  const { text } = fieldsOf(record, 'flow')
  const udp = sql`multiIf(toUInt64OrZero(${text('pkts_toserver')}) = 0, 'SHR', toUInt64OrZero(${text('pkts_toclient')}) = 0, 'S0', 'SF')`
  return sql`multiIf(${protocol(record)} = 'tcp', ${tcp}, ${protocol(record)} = 'udp', ${udp}, '')`
}

function flags(record: Sql, name: string): Sql {
  const text = fieldsOf(record, 'tcp').text(name)
  return sql`if(match(${text}, '^[0-9a-fA-F]{2}$'), reinterpretAsUInt8(unhex(${text})), 0)`
}

/** tcp, udp, icmp (also for IPv6) … */
export function protocol(record: Sql): Sql {
  const name = sql`lower(${fieldsOf(record, '').text('proto')})`
  return sql`if(${name} = 'ipv6-icmp', 'icmp', ${name})`
}

/** The application protocol in the words that the other sensor uses; '' when it was not recognised. */
export function service(record: Sql): Sql {
  const name = fieldsOf(record, '').text('app_proto')
  return sql`transform(${name}, ['failed', 'unknown', 'tls', 'krb5', 'dcerpc', 'ikev2', 'ike'], ['', '', 'ssl', 'krb', 'dce_rpc', 'ipsec', 'ipsec'], ${name})`
}
