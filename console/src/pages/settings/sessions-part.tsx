import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { printable } from '../../../../src/base/text.ts'
import { asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'

/** Who is signed in, from where; each can be ended. */
export default function SessionsPart() {
  const sessions = useQuery(asking('listSessions', {}))
  const end = useAct(async (id: string) => {
    await call('revokeSession', { params: { id } })
    await refresh('listSessions')
  })
  return (
    <Asked query={sessions} what="Reading the sessions">
      {({ items }) => (
        <section className="card scroll" aria-label="Sessions">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">From</th>
                <th scope="col">Last seen</th>
                <th scope="col">Ends</th>
                <th scope="col">
                  <span className="hidden">End it</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, current, user, address, agent, lastSeenAt, expiresAt }) => (
                <tr key={id}>
                  <th scope="row">
                    {user}
                    {current && ' (this one)'}
                  </th>
                  <td>
                    {address} <span className="small faint">{printable(agent, 80)}</span>
                  </td>
                  <td>
                    <Time iso={lastSeenAt} />
                  </td>
                  <td>
                    <Time iso={expiresAt} />
                  </td>
                  <td>
                    {!current && (
                      <Button size="compact-xs" variant="default" loading={end.busy} onClick={() => end.run(id)}>
                        End it
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {end.error && <Trouble error={end.error} />}
        </section>
      )}
    </Asked>
  )
}
