import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { number, plural } from '../../../../../src/base/text.ts'
import { type Answer, asking } from '../../../api/call.ts'
import { Asked } from '../../../parts/asked.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { EntityLink } from '../../../parts/entity-link.tsx'
import { csvOf, saveText } from '../../../parts/figure/save.ts'
import { shownValue } from '../../../parts/value-table.tsx'
import { entityOfColumn } from '../entity-of.ts'
import type { QuestionProps } from './builder.tsx'
import { lakeQueryOf } from './rows-search.ts'

type LakeAnswer = Answer<'askLake'>
type Value = LakeAnswer['rows'][number][number]

/** What the lake answers. Every value can narrow the question; those that are entities lead to their page. */
export function Result({ table, search, ask }: QuestionProps) {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]))
  const answer = useQuery({ ...asking('askLake', { body: lakeQueryOf(search, types) }), placeholderData: keepPreviousData })
  const narrow = (column: string, value: Value) =>
    ask({ ...search, by: undefined, where: [...(search.where ?? []), value === null ? [column, 'unknown'] : [column, 'is', String(value)]] })
  return (
    <Asked query={answer} what="Asking the lake">
      {(data) =>
        data.rows.length === 0 ? (
          table.rows === 0 ? (
            <Empty kind="no-evidence" title={`No evidence gave any rows of “${table.title}”`} />
          ) : (
            <Empty kind="no-match" title="No row fits these conditions" />
          )
        ) : (
          <Rows data={data} table={table.name} narrow={narrow} />
        )
      }
    </Asked>
  )
}

interface RowsProps {
  readonly data: LakeAnswer
  readonly table: string
  readonly narrow: (column: string, value: Value) => void
}

function Rows({ data: { columns, rows, more, seconds }, table, narrow }: RowsProps) {
  const names = columns.map(({ name }) => name)
  const save = () => saveText(`${table}.csv`, 'text/csv', csvOf({ headers: names, rows: rows.map((row) => row.map(shownValue)) }))
  return (
    <div className="card flush">
      <div className="row apart section-head">
        <p className="small faint">
          {more ? `The first ${number(rows.length)} rows` : plural(rows.length, 'row')}, in {seconds.toFixed(2)} s
        </p>
        <Button size="compact-xs" variant="subtle" onClick={save}>
          Save CSV
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="scroll lake-rows" tabIndex={0} aria-label="Rows">
        <table className="plain-table">
          <thead>
            <tr>
              {columns.map(({ name, doc }) => (
                <th key={name} scope="col" title={doc}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and they never move
              <tr key={index}>
                {row.map((value, at) => (
                  <td key={names[at]}>
                    <Cell table={table} column={names[at] ?? ''} value={value} narrow={narrow} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

interface CellProps {
  readonly table: string
  readonly column: string
  readonly value: Value
  readonly narrow: (column: string, value: Value) => void
}

function Cell({ table, column, value, narrow }: CellProps) {
  const entity = entityOfColumn(table, column, value)
  if (entity) return <EntityLink entity={entity} />
  if (column === 'source' && typeof value === 'number') {
    return (
      <Link to="/evidence" search={{ source: String(value) }}>
        {value}
      </Link>
    )
  }
  if (column === 'line' || column === 'count' || column === 'rows' || Array.isArray(value)) return <span className="nowrap">{shownValue(value)}</span>
  return (
    <button type="button" className="narrow-button" title={`Only rows with this ${column}`} onClick={() => narrow(column, value)}>
      {value === '' ? <span className="faint">empty</span> : shownValue(value)}
    </button>
  )
}
