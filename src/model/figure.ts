/** The data of a picture. `figures/` draws it: the same picture in report and console. Times are seconds since 1970. */
export type Figure = BeaconFigure | CohortFigure | TimelineFigure | BarsFigure | CurveFigure

/** Time against interval, byte size as area, the fitted period as a line. */
export interface BeaconFigure {
  readonly kind: 'beacon'
  readonly title: string
  readonly summary: string
  /** At most a few hundred points; [time, seconds since the one before, bytes sent]. */
  readonly points: readonly (readonly [time: number, interval: number, bytes: number])[]
  /** Seconds, where one was fitted. */
  readonly period?: number
}

/** Hosts × releases, with a strip that says who talked to the destination: the culprit is a visible block. */
export interface CohortFigure {
  readonly kind: 'cohort'
  readonly title: string
  readonly summary: string
  readonly destination: string
  /** The culprit first. */
  readonly releases: readonly string[]
  /** Contacting hosts first, by time of contact. `has` is parallel to `releases`: 1 yes, 0 no, null unknown. */
  readonly hosts: readonly { readonly name: string; readonly contact: number | null; readonly has: readonly (0 | 1 | null)[] }[]
}

/** Things that happened, one lane each. */
export interface TimelineFigure {
  readonly kind: 'timeline'
  readonly title: string
  readonly summary: string
  readonly lanes: readonly {
    readonly name: string
    readonly events: readonly { readonly time: number; readonly until?: number; readonly label: string; readonly tone: 'plain' | 'warn' | 'bad' }[]
    /** Spans without evidence. */
    readonly gaps?: readonly (readonly [from: number, until: number])[]
  }[]
}

/** Named amounts, some of them marked. */
export interface BarsFigure {
  readonly kind: 'bars'
  readonly title: string
  readonly summary: string
  readonly unit: string
  readonly bars: readonly { readonly name: string; readonly value: number; readonly mark?: boolean }[]
  /** A level to compare with, such as the median. */
  readonly level?: { readonly name: string; readonly value: number }
}

/** Shares that fall in steps, such as how many hosts still wait for an update, by days. */
export interface CurveFigure {
  readonly kind: 'curve'
  readonly title: string
  readonly summary: string
  /** What the days count from, and what the share is of. */
  readonly days: string
  readonly share: string
  /** The first is drawn bold, with its band. Steps: from that day on, this share 0…1, with the limits of its interval where they are known. */
  readonly curves: readonly {
    readonly name: string
    readonly steps: readonly (readonly [day: number, share: number, low?: number, high?: number])[]
  }[]
  /** A day to keep to, such as the fourteenth. */
  readonly limit?: { readonly name: string; readonly day: number }
}
