import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const minute = 60e6

const places = {
  london: { src_ip: '203.0.113.5', latitude: 51.51, longitude: -0.13, city: 'London', country: 'GB' },
  seoul: { src_ip: '198.51.100.7', latitude: 37.57, longitude: 126.98, city: 'Seoul', country: 'KR' },
  oxford: { src_ip: '203.0.113.77', latitude: 51.75, longitude: -1.26, city: 'Oxford', country: 'GB' },
  gateway: { src_ip: '192.0.2.80', latitude: 50.11, longitude: 8.68, city: 'Frankfurt', country: 'DE' },
} as const

type Made = Partial<Row<'sign_in'>> & { readonly at: number; readonly in: keyof typeof places }

function signIns(list: readonly Made[]): Batch[] {
  const rows = list.map(
    ({ at, in: place, ...one }, index): Row<'sign_in'> => ({
      time: start + at * minute,
      directory: 'entra',
      account: 'anna@example.com',
      outcome: 'success',
      ...places[place],
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

/** London, and Seoul half an hour later. */
export function positive(): Batch[] {
  return signIns([
    { at: 0, in: 'london' },
    { at: 30, in: 'seoul' },
    { at: 600, in: 'seoul' },
  ])
}

/** A flight, a train, a company VPN that everybody uses, a device that turns its VPN on, a failure from afar, and places that are not known. */
export function benign(): Batch[] {
  return signIns([
    { at: 0, in: 'london' },
    { at: 13 * 60, in: 'seoul' },
    { at: 0, in: 'london', account: 'ben@example.com' },
    { at: 20, in: 'oxford', account: 'ben@example.com' },
    ...[0, 1, 2, 3, 4, 5].flatMap((user): Made[] => [
      { at: 0, in: 'london', account: `user-${user}@example.com`, src_ip: `203.0.113.${100 + user}` },
      { at: 15, in: 'gateway', account: `user-${user}@example.com` },
    ]),
    { at: 0, in: 'london', account: 'cleo@example.com', device_id: 'd-1' },
    { at: 2, in: 'seoul', account: 'cleo@example.com', device_id: 'd-1', src_ip: '198.51.100.8' },
    { at: 0, in: 'london', account: 'dan@example.com' },
    { at: 2, in: 'seoul', account: 'dan@example.com', outcome: 'failure' },
    { at: 3, in: 'seoul', account: 'dan@example.com', latitude: null, longitude: null },
    { at: 4, in: 'seoul', account: 'dan@example.com', latitude: 0, longitude: 0 },
  ])
}
