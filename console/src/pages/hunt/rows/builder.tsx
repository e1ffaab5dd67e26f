import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { number } from '../../../../../src/base/text.ts'
import type { Answer } from '../../../api/call.ts'
import { type Condition, operators, type RowsSearch } from './rows-search.ts'

export type LakeTable = Answer<'listTables'>['items'][number]

export interface QuestionProps {
  readonly table: LakeTable
  readonly search: RowsSearch
  readonly ask: (search: RowsSearch) => void
}

const operatorNames = Object.keys(operators) as readonly Condition[1][]

/** The question: which table, which conditions, and whether rows are listed or counted. */
export function Builder({ tables, table, search, ask }: QuestionProps & { readonly tables: readonly LakeTable[] }) {
  const where = search.where ?? []
  return (
    <section className="card stack tight" aria-label="Question">
      <div className="question-table">
        <NativeSelect
          label="Table"
          size="sm"
          value={table.name}
          onChange={(event) => ask({ table: event.currentTarget.value })}
          data={tables.map(({ name, title, rows }) => ({ value: name, label: `${title} (${number(rows)})` }))}
        />
        <NativeSelect
          label="Show"
          size="sm"
          value={search.by ?? ''}
          onChange={(event) => ask({ ...search, by: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
          data={[{ value: '', label: 'rows' }, ...table.columns.map(({ name }) => ({ value: name, label: `counts by ${name}` }))]}
        />
      </div>
      {where.length > 0 && (
        <ul className="plain-list row conditions" aria-label="Conditions, all of which hold">
          {where.map((condition) => (
            <li key={condition.join(' ')}>
              {condition.join(' ')}
              <CloseButton
                size="xs"
                aria-label={`Without ${condition.join(' ')}`}
                onClick={() => ask({ ...search, where: where.filter((one) => one !== condition) })}
              />
            </li>
          ))}
        </ul>
      )}
      <NewCondition table={table} add={(condition) => ask({ ...search, where: [...where, condition] })} />
    </section>
  )
}

function NewCondition({ table, add }: { readonly table: LakeTable; readonly add: (condition: Condition) => void }) {
  const [column, setColumn] = useState(table.columns[0]?.name ?? '')
  const [operator, setOperator] = useState<Condition[1]>('is')
  const [value, setValue] = useState('')
  const known = table.columns.find(({ name }) => name === column) ?? table.columns[0]
  const takesValue = operators[operator]
  return (
    <form
      className="new-condition"
      onSubmit={(event) => {
        event.preventDefault()
        if (!known || (takesValue && value === '')) return
        add(takesValue ? [known.name, operator, value] : [known.name, operator])
        setValue('')
      }}
    >
      <NativeSelect
        label="Column"
        size="sm"
        value={known?.name ?? ''}
        onChange={(event) => setColumn(event.currentTarget.value)}
        data={table.columns.map(({ name }) => name)}
      />
      <NativeSelect
        label="Condition"
        size="sm"
        value={operator}
        onChange={(event) => setOperator(operatorNames[event.currentTarget.selectedIndex] ?? 'is')}
        data={[...operatorNames]}
      />
      <TextInput
        label={takesValue ? 'Value' : 'No value'}
        size="sm"
        value={value}
        disabled={!takesValue}
        placeholder={operator === 'one of' ? 'several, with commas' : known?.type.startsWith('time') ? '2023-03-22T10:00:00Z' : ''}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" variant="default">
        Add
      </Button>
      {known && <p className="small faint condition-doc">{known.doc}</p>}
    </form>
  )
}
