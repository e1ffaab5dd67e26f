import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { number, printable } from '../../../src/base/text.ts'
import { type Answer, asking } from '../api/call.ts'
import { Asked } from './asked.tsx'
import './rows-of-evidence.css'

type EvidenceRows = Answer<'getFindingRows'>

/** The rows themselves, as they are in the lake, by table; fetched when asked for. */
export function RowsOfEvidence({ finding, title }: { readonly finding: string; readonly title: string }) {
  const [open, setOpen] = useState(false)
  const rows = useQuery({ ...asking('getFindingRows', { params: { id: finding } }), enabled: open })
  return (
    <div className="stack tight">
      <div>
        <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : title}
        </Button>
      </div>
      {open && (
        <Asked query={rows} what="Fetching the rows">
          {(data) => <Tables data={data} />}
        </Asked>
      )}
    </div>
  )
}

function Tables({ data: { rows, missing } }: { readonly data: EvidenceRows }) {
  return (
    <>
      {[...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) => (
        <TableOfRows key={table} table={table} rows={own} />
      ))}
      {missing > 0 && <p className="small faint">{number(missing)} of them are no longer kept.</p>}
    </>
  )
}

function TableOfRows({ table, rows }: { readonly table: string; readonly rows: EvidenceRows['rows'] }) {
  // Columns that no row knows say nothing.
  const columns = [...new Set(rows.flatMap(({ values }) => Object.entries(values).flatMap(([name, value]) => (isKnown(value) ? [name] : []))))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="scroll evidence-rows" tabIndex={0} aria-label={`Rows of ${table}`}>
      <table className="plain-table">
        <caption>{table}</caption>
        <thead>
          <tr>
            <th scope="col">Where it stands</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.source}:${row.line}`}>
              <th scope="row" className="nowrap">
                <Link to="/evidence" search={{ source: String(row.source) }}>
                  {printable(row.file, 80)}
                </Link>
                :{row.line}
              </th>
              {columns.map((name) => (
                <td key={name}>{shown(row.values[name] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Value = EvidenceRows['rows'][number]['values'][string]

function isKnown(value: Value): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** A value of the lake as text; unknown is said, for it is not empty. */
function shown(value: Value): string {
  if (value === null) return 'unknown'
  return printable(Array.isArray(value) ? value.join(', ') : String(value), 300)
}
