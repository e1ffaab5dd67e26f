import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { FigureTable } from '../../../../src/figures/table.ts'
import { Picture } from './picture.tsx'
import { csvOf, fileName, saveText } from './save.ts'
import { TableTwin } from './table-twin.tsx'
import './figure.css'

const exportWidth = 960
const shownRows = 200

interface FigureProps {
  /** The conclusion of the picture. */
  readonly title: string
  /** The same in words, for those who do not see it. */
  readonly summary: string
  /** Pixels → SVG. Has to stay the same function as long as the data does. */
  readonly draw: (width: number) => string
  readonly table: (mostRows: number) => FigureTable
  readonly level?: 2 | 3 | 4
  /** What stands below, such as links. */
  readonly children?: ReactNode
}

/** A picture with its conclusion, its summary, its table, and both to take away. */
export function FigureFrame({ title, summary, draw, table, level = 3, children }: FigureProps) {
  const [open, setOpen] = useState(false)
  const Heading = `h${level}` as const
  const name = fileName(title)
  return (
    <figure className="figure">
      <figcaption>
        <Heading>{title}</Heading>
        <p className="faint small prose">{summary}</p>
      </figcaption>
      <Picture draw={draw} />
      {children}
      <div className="row figure-tools">
        <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the table' : 'As a table'}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => saveText(`${name}.svg`, 'image/svg+xml', draw(exportWidth))}>
          Save SVG
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => saveText(`${name}.csv`, 'text/csv', csvOf(table(Number.POSITIVE_INFINITY)))}>
          Save CSV
        </Button>
      </div>
      {open && <TableTwin title={title} table={table(shownRows)} />}
    </figure>
  )
}
