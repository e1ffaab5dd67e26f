import { Button } from '@mantine/core'
import { useState } from 'react'
import { number, plural, printable } from '../../../src/base/text.ts'
import { csvOf, fileName, saveText } from './figure/save.ts'

type Value = string | number | boolean | readonly string[] | null

const fewRows = 20

/** A value as text; what is not known is said, for it is not empty. */
export function shownValue(value: Value): string {
  if (value === null) return 'unknown'
  if (typeof value === 'number') return number(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return printable(typeof value === 'string' ? value : value.join(', '), 200)
}

interface ValueTableProps {
  readonly title: string
  readonly columns: readonly { readonly name: string; readonly numeric?: boolean }[]
  readonly rows: readonly (readonly Value[])[]
}

/** The values behind a statement: the first of them at once, and all when asked for. */
export function ValueTable({ title, columns, rows }: ValueTableProps) {
  const [all, setAll] = useState(false)
  const texts = rows.map((row) => row.map(shownValue))
  const kept = all ? texts : texts.slice(0, fewRows)
  const classOf = (index: number) => (columns[index]?.numeric ? 'number' : '')
  return (
    <div className="stack tight">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={`Table: ${title}`}>
        <table className="plain-table">
          <thead>
            <tr>
              {columns.map(({ name }, index) => (
                <th key={name} scope="col" className={classOf(index)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kept.map((row) => (
              <tr key={row.join('\t')}>
                {row.map((text, index) => (
                  <td key={columns[index]?.name} className={classOf(index)}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="row">
        {texts.length > kept.length && (
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            {plural(texts.length - kept.length, 'more row')}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => saveText(`${fileName(title)}.csv`, 'text/csv', csvOf({ headers: columns.map(({ name }) => name), rows: texts }))}
        >
          Save CSV
        </Button>
      </div>
    </div>
  )
}
