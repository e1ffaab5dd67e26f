import { Button, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { plural } from '../../../../src/base/text.ts'
import { type Answer, asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Word } from '../../parts/word.tsx'

type General = Answer<'getSettings'>

/** How evidence comes in by itself: folders that are watched, and everything that is set up besides. */
export default function ConnectorsPart() {
  const settings = useQuery(asking('getSettings', {}))
  const connectors = useQuery(asking('listConnectors', {}))
  return (
    <>
      <Asked query={settings} what="Reading the settings">
        {(data) => (
          <>
            <Watched settings={data} />
            <Form key={data.etag} settings={data} />
          </>
        )}
      </Asked>
      <Asked query={connectors} what="Reading the connectors">
        {({ items }) => (
          <ul className="plain-list stack tight">
            {items.map(({ id, name, kind, enabled, says }) => (
              <li key={id} className="card">
                <div className="row">
                  <strong>{name}</strong>
                  <span className="small faint">{kind}</span>
                  <Word>{enabled ? 'on' : 'off'}</Word>
                </div>
                <p>{says}</p>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </>
  )
}

function Watched({ settings: { watched } }: { readonly settings: General }) {
  return (
    <section className="card stack tight" aria-labelledby="watched">
      <h2 id="watched">{watched.length === 0 ? 'No folder is watched' : `${plural(watched.length, 'folder')} watched`}</h2>
      <ul className="plain-list">
        {watched.map(({ folder, state, says, files }) => (
          <li key={folder}>
            <code>{folder}</code>: {state === 'watching' ? plural(files, 'file') : <Word tone="high">{state}</Word>} <span className="small faint">{says}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Form({ settings: { service, etag } }: { readonly settings: General }) {
  const [folders, setFolders] = useState(service.watchedFolders.join('\n'))
  const [schedule, setSchedule] = useState(service.schedule)
  const [feedSchedule, setFeedSchedule] = useState(service.feedSchedule)
  const [organisation, setOrganisation] = useState(service.organisation)
  const act = useAct(async () => {
    const watchedFolders = folders.split('\n').flatMap((line) => line.trim() || [])
    await call('changeSettings', {
      body: { watchedFolders, schedule: schedule.trim(), feedSchedule: feedSchedule.trim(), organisation: organisation.trim() },
      version: etag,
    })
    await refresh('getSettings')
  })
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <Textarea label="Folders to watch, one a line" value={folders} onChange={(event) => setFolders(event.currentTarget.value)} autosize minRows={2} />
      <div className="setting-form">
        <TextInput
          label="When everything is looked at again"
          description="As in crontab, UTC; empty: only after new evidence"
          value={schedule}
          onChange={(event) => setSchedule(event.currentTarget.value)}
        />
        <TextInput
          label="When reference knowledge is fetched"
          description="Likewise; empty: only when it is asked for"
          value={feedSchedule}
          onChange={(event) => setFeedSchedule(event.currentTarget.value)}
        />
        <TextInput
          label="Organisation"
          description="As it stands on warnings"
          value={organisation}
          onChange={(event) => setOrganisation(event.currentTarget.value)}
        />
      </div>
      {act.error && <Trouble error={act.error} />}
      <div>
        <Button type="submit" loading={act.busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
