import { destination, type Logger, pino } from 'pino'

/** Logs go to stderr, one JSON line each, only from the level that `GATEHOUSE_LOG` names (default: silent). */
export const log: Logger = pino(
  { name: 'gatehouse', level: process.env.GATEHOUSE_LOG ?? 'silent', base: null, timestamp: pino.stdTimeFunctions.isoTime },
  destination({ dest: 2, sync: true }),
)

/** What a service that nobody sits beside has to say of itself, unless `GATEHOUSE_LOG` says otherwise; also of the processes that it starts. */
export function logWarnings(): void {
  if (process.env.GATEHOUSE_LOG) return
  process.env.GATEHOUSE_LOG = 'warn'
  log.level = 'warn'
}
