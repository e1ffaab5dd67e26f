import { readFileSync } from 'node:fs'

/** Ticks a second in which Linux counts processor time (USER_HZ). */
const ticks = 100
/** Pages of Linux: /proc counts in them. */
const page = 4096

/** Resident memory of a process where the system tells it (Linux); 0 elsewhere: V8's own limit then is the only one. */
export function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * page
  } catch {
    return 0
  }
}

/** Processor time of a process where the system tells it (Linux). */
export function processorSeconds(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    // The name, in parentheses, may hold anything; user and system time are the 14th and 15th field (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')
    return (Number(fields?.[11]) + Number(fields?.[12])) / ticks
  } catch {
    return undefined
  }
}
