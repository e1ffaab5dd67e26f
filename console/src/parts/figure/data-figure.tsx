import { useCallback } from 'react'
import { drawFigure } from '../../../../src/figures/draw.ts'
import { tableOf } from '../../../../src/figures/table.ts'
import type { Figure } from '../../../../src/model/figure.ts'
import { FigureFrame } from './figure.tsx'

/** A figure of a finding or an incident, drawn as the report draws it. */
export function DataFigure({ figure, level = 3 }: { readonly figure: Figure; readonly level?: 2 | 3 | 4 }) {
  const draw = useCallback((width: number) => drawFigure(figure, { width }), [figure])
  return <FigureFrame title={figure.title} summary={figure.summary} draw={draw} table={(most) => tableOf(figure, most)} level={level} />
}
