import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const minute = 60e6

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/122.0.0.0 Safari/537.36'
const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/118.0.0.0 Safari/537.36'

type Made = Partial<Row<'sign_in'>> & { readonly at: number }

function signIns(list: readonly Made[]): Batch[] {
  const rows = list.map(
    ({ at, ...one }, index): Row<'sign_in'> => ({
      time: start + at * minute,
      directory: 'entra',
      account: 'anna@example.com',
      session_id: 's-1',
      src_ip: '203.0.113.5',
      user_agent: windows,
      outcome: 'success',
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

/** A session that a second machine uses elsewhere while the first goes on; and one that a script takes over. */
export function positive(): Batch[] {
  return signIns([
    { at: 0 },
    { at: 12, src_ip: '198.51.100.7', user_agent: linux },
    { at: 20 },
    { at: 100, session_id: 's-2', account: 'ben@example.com' },
    { at: 110, session_id: 's-2', account: 'ben@example.com', src_ip: '198.51.100.9', user_agent: 'python-requests/2.31.0' },
  ])
}

/** A laptop that roams, a browser that was updated, two people behind one address, a change a day later, and another session on the telephone. */
export function benign(): Batch[] {
  return signIns([
    { at: 0, device_id: 'd-1' },
    { at: 5, device_id: 'd-1', src_ip: '198.51.100.7' },
    { at: 10, session_id: 's-2' },
    { at: 20, session_id: 's-2', src_ip: '198.51.100.7', user_agent: windows.replace('122', '123') },
    { at: 30, session_id: 's-3' },
    { at: 31, session_id: 's-3', src_ip: '203.0.113.6', user_agent: linux },
    { at: 40, session_id: 's-4' },
    { at: 40 + 24 * 60, session_id: 's-4', src_ip: '198.51.100.7', user_agent: linux },
    { at: 50, session_id: 's-5', src_ip: '192.0.2.4', user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X)' },
    { at: 51, session_id: '', src_ip: '192.0.2.5', user_agent: linux },
  ])
}
