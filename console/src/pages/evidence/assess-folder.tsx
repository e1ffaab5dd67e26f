import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Trouble } from '../../parts/trouble.tsx'

/** Reads a folder where the service runs, once. Folders that fill by themselves are watched instead: that is a setting. */
export function AssessFolder() {
  const [folder, setFolder] = useState('')
  const navigate = useNavigate()
  const act = useAct(async () => {
    const path = folder.trim()
    const { job } = await call('startAssessment', { body: path === '' ? {} : { folder: path } })
    await refresh('listJobs')
    await navigate({ to: '/evidence', search: { part: 'jobs', job: job.id } })
  })
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <div className="row assess-folder">
        <TextInput
          size="sm"
          aria-label="Folder where the service runs"
          placeholder="A folder where the service runs, such as /var/log/zeek"
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" loading={act.busy}>
          {folder.trim() === '' ? 'Look at everything again' : 'Read this folder'}
        </Button>
      </div>
      {act.error && <Trouble error={act.error} />}
    </form>
  )
}
