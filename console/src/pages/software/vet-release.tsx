import { Button, Progress, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { upload } from '../../api/uploads.ts'
import { useAct } from '../../parts/act.ts'
import { DropZone } from '../../parts/drop-zone.tsx'
import { Trouble } from '../../parts/trouble.tsx'

/** Takes a release, and if there is one the release before it; or the name of a package of npm. */
export function VetRelease() {
  const [release, setRelease] = useState<File>()
  const [before, setBefore] = useState<File>()
  const [name, setName] = useState('')
  const [share, setShare] = useState(0)
  const navigate = useNavigate()
  const isPackage = name.trim() !== ''
  const act = useAct(async () => {
    setShare(0)
    const files = isPackage || !release ? [] : [release, ...(before ? [before] : [])]
    const [now, against] = await upload(files, setShare)
    const target = now === undefined ? { package: name.trim() } : { upload: now }
    const { job } = await call('startVetting', { body: { release: target, ...(against !== undefined && { against: { upload: against } }) } })
    setRelease(undefined)
    setBefore(undefined)
    await refresh('listJobs')
    await navigate({ to: '/software/vetted', search: { job: job.id } })
  })
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <div className="columns">
        <DropZone
          says={release ? release.name : 'Drop the release to vet: an installer, a package, an archive.'}
          choose="Choose the release"
          several={false}
          take={([file]) => setRelease(file)}
        />
        <DropZone
          says={before ? before.name : 'And the release before it. Without one it is looked for among those vetted before.'}
          choose="Choose the one before"
          several={false}
          take={([file]) => setBefore(file)}
        />
      </div>
      <div className="row vet-release">
        <TextInput
          size="sm"
          aria-label="Package of npm"
          placeholder="or a package: npm:left-pad@1.3.0"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={act.busy} disabled={!release && !isPackage}>
          Vet it
        </Button>
      </div>
      {act.busy && <Progress value={share * 100} size="sm" aria-label="Sent" />}
      {act.error && <Trouble error={act.error} />}
    </form>
  )
}
