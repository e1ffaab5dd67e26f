import type { Figure } from '../model/figure.ts'
import { drawBars } from './bars.ts'
import { drawBeacon } from './beacon.ts'
import { drawCohort } from './cohort.ts'
import { drawCurve } from './curve.ts'
import type { DrawOptions } from './svg.ts'
import { drawTimeline } from './timeline.ts'

/** Data → SVG. Pure: the same picture in report, console and file. All text in it is inert. */
export function drawFigure(figure: Figure, options: DrawOptions = {}): string {
  switch (figure.kind) {
    case 'beacon':
      return drawBeacon(figure, options)
    case 'cohort':
      return drawCohort(figure, options)
    case 'timeline':
      return drawTimeline(figure, options)
    case 'bars':
      return drawBars(figure, options)
    case 'curve':
      return drawCurve(figure, options)
  }
}
