import { duration } from '../../base/time.ts'

/** A pause in words, to the second as long as seconds tell timers apart: `59 s`, `4 min 9 s`, `1 h 30 min`. */
export function pause(seconds: number): string {
  if (seconds < 10 || seconds >= 3600) return duration(seconds)
  if (seconds < 120) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return whole % 60 === 0 ? duration(whole) : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
