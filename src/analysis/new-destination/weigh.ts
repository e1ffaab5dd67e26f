import type { Severity } from '../../model/finding.ts'
import type { Newcomer } from './newcomers.ts'
import type { Settings } from './settings.ts'

/** What speaks against a destination that is new. Each alone is everyday. */
export interface Signs {
  /** Contacts on several days. */
  readonly habit: boolean
  /** Contacts on most of the days since the first. */
  readonly steady: boolean
  /** More sent than received. */
  readonly sends: boolean
  /** An address without a name. */
  readonly nameless: boolean
  /** Refused on the way, at least once. */
  readonly refused: boolean
  /** One host alone. */
  readonly alone: boolean
}

const points: Record<keyof Signs, number> = { habit: 2, steady: 2, sends: 2, nameless: 1, refused: 1, alone: 1 }

/** `until` is the newest moment in the evidence, seconds. */
export function signsOf(one: Newcomer, until: number, settings: Settings): Signs {
  const age = Math.floor(until / 86_400) - Math.floor(one.first / 86_400) + 1
  const habit = one.days >= settings.leastDays
  return {
    habit,
    steady: habit && one.days / age >= settings.steadyShare,
    sends: one.bytesOut > one.bytesIn && one.bytesOut > 0,
    nameless: /^[\d.]+$|:/.test(one.destination),
    refused: one.denied > 0,
    alone: one.hosts === 1,
  }
}

/** 0…9: how much speaks against it. */
export function strengthOf(signs: Signs): number {
  return (Object.keys(points) as (keyof Signs)[]).reduce((sum, sign) => sum + (signs[sign] ? points[sign] : 0), 0)
}

/** New alone is information, and so is a habit: every new service that pleases becomes one. Low asks for a habit and a sign of another kind. */
export function severityOf(signs: Signs, fullBaseline: boolean): Severity {
  const other = signs.sends || signs.nameless || signs.refused
  return fullBaseline && signs.habit && other ? 2 : 1
}
