import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { number } from '../../../../src/base/text.ts'
import { type Answer, asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Scroll } from '../../parts/scroll.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'

/** How long rows are kept, table by table. */
export default function RetentionPart() {
  const retention = useQuery(asking('getRetention', {}))
  return (
    <Asked query={retention} what="Reading how long rows are kept">
      {(data) => <Form key={data.etag} data={data} />}
    </Asked>
  )
}

function Form({ data: { tables, etag } }: { readonly data: Answer<'getRetention'> }) {
  const [days, setDays] = useState<Readonly<Record<string, string>>>({})
  const act = useAct(async () => {
    const changes = Object.entries(days).map(([table, text]) => [table, text.trim() === '' ? null : Number.parseInt(text, 10)] as const)
    await call('changeRetention', { body: { days: Object.fromEntries(changes) }, version: etag })
    await refresh('getRetention')
  })
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <Scroll label="Retention">
        <table className="plain-table">
          <caption>Empty: for ever. What is older is deleted, and can no longer be looked at.</caption>
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col">Oldest</th>
              <th scope="col">Days kept</th>
            </tr>
          </thead>
          <tbody>
            {tables.map(({ table, title, days: kept, rows, oldest }) => (
              <tr key={table}>
                <th scope="row">{title}</th>
                <td className="number">{number(rows)}</td>
                <td>{oldest === null ? '' : <Time iso={oldest} />}</td>
                <td>
                  <TextInput
                    aria-label={`Days that ${title} are kept`}
                    size="xs"
                    inputMode="numeric"
                    value={days[table] ?? kept?.toString() ?? ''}
                    onChange={(event) => setDays({ ...days, [table]: event.currentTarget.value })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {act.error && <Trouble error={act.error} />}
      <div>
        <Button type="submit" loading={act.busy} disabled={Object.keys(days).length === 0}>
          Save
        </Button>
      </div>
    </form>
  )
}
