/** How long a suppression may last: never for ever, since what is harmless today may be misused tomorrow. */
export const lastings = ['7 days', '30 days', '90 days', '365 days'] as const
export type Lasting = (typeof lastings)[number]

/** ISO 8601. `now` in milliseconds since 1970. */
export function untilOf(lasting: Lasting, now: number): string {
  return new Date(now + Number.parseInt(lasting, 10) * 86_400_000).toISOString()
}
