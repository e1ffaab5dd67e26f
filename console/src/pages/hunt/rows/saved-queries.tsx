import { Button, CloseButton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asking, call } from '../../../api/call.ts'
import { refresh } from '../../../api/refresh.ts'
import { useMay } from '../../../api/session.ts'
import { sentence } from '../../../base/sentence.ts'
import { useAct } from '../../../parts/act.ts'
import { Asked } from '../../../parts/asked.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import type { QuestionProps } from './builder.tsx'
import { lakeQueryOf, searchOf } from './rows-search.ts'

/** Questions worth asking again, for everybody. */
export function SavedQueries({ table, search, ask }: QuestionProps) {
  const saved = useQuery(asking('listQueries', {}))
  const maySave = useMay('analyst')
  const [name, setName] = useState('')
  const save = useAct(async () => {
    const types = new Map(table.columns.map((column) => [column.name, column.type]))
    await call('saveQuery', { body: { name: name.trim(), query: lakeQueryOf(search, types) } })
    setName('')
    await refresh('listQueries')
  })
  const forget = useAct(async (id: string) => {
    await call('deleteQuery', { params: { id } })
    await refresh('listQueries')
  })
  const error = save.error ?? forget.error
  return (
    <aside className="card stack" aria-label="Saved queries">
      <h2>Saved</h2>
      <Asked query={saved} what="Reading what is saved">
        {({ items }) =>
          items.length === 0 ? (
            <p className="small faint">Nothing is saved yet.</p>
          ) : (
            <ul className="plain-list saved-queries">
              {items.map(({ id, name: title, query, by }) => (
                <li key={id}>
                  <Button size="compact-sm" variant="subtle" title={`by ${by}`} onClick={() => ask(searchOf(query))}>
                    {sentence(title)}
                  </Button>
                  {maySave && <CloseButton size="xs" aria-label={`Forget ${title}`} onClick={() => forget.run(id)} />}
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
      {maySave && (
        <form
          className="stack tight"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') save.run()
          }}
        >
          <TextInput label="Save this question as" size="sm" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
          <div>
            <Button type="submit" size="compact-sm" variant="default" loading={save.busy} disabled={name.trim() === ''}>
              Save
            </Button>
          </div>
        </form>
      )}
      {error && <Trouble error={error} />}
    </aside>
  )
}
