import { Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { bytes, plural, printable } from '../../../src/base/text.ts'
import { type Delivery, deliver } from '../api/evidence.ts'
import { useAct } from './act.ts'
import { DropZone } from './drop-zone.tsx'
import { Trouble } from './trouble.tsx'

/** Takes evidence: any number of files or a whole folder, read together in one job when the last one is here. */
export function EvidenceDrop() {
  const [given, setGiven] = useState<readonly File[]>([])
  const [delivery, setDelivery] = useState<Delivery>({ sent: 0, files: 0, refused: [] })
  const [job, setJob] = useState<string>()
  const act = useAct(async (files: readonly File[]) => {
    setGiven(files)
    setDelivery({ sent: 0, files: 0, refused: [] })
    setJob(undefined)
    setJob((await deliver(files, setDelivery))?.id)
  })
  return (
    <div className="stack tight">
      <DropZone
        says="Logs, inventories, hosts lists, lists of indicators; packed or not, single files or a folder of them."
        choose="Choose files of evidence"
        chooseFolder="Choose a folder"
        take={act.run}
        disabled={act.busy}
      />
      {given.length > 0 && <Delivered given={given} delivery={delivery} busy={act.busy} job={job} />}
      {act.error && <Trouble error={act.error} />}
    </div>
  )
}

interface DeliveredProps {
  readonly given: readonly File[]
  readonly delivery: Delivery
  readonly busy: boolean
  readonly job: string | undefined
}

/** How far a delivery is, and what the service did not take of it. */
function Delivered({ given, delivery: { sent, files, refused }, busy, job }: DeliveredProps) {
  const total = given.reduce((sum, { size }) => sum + size, 0)
  const name = given.length === 1 ? printable(given[0]?.name ?? '', 120) : plural(given.length, 'file')
  return (
    <section className="card stack tight" aria-label="What was given" aria-live="polite">
      <p>
        <strong>{name}</strong>{' '}
        <span className="small faint">
          {bytes(total)}
          {busy && given.length > 1 && `, ${files} taken`}
        </span>
      </p>
      {busy && <Progress value={total === 0 ? 0 : (sent / total) * 100} size="sm" aria-label={`${name}: sent`} />}
      {!busy && job !== undefined && (
        <p className="small">
          {given.length === 1 ? 'Taken, and read next: ' : `${plural(files, 'file')} taken, and read next in one go: `}
          <Link to="/evidence" search={{ part: 'jobs', job }}>
            how far it is
          </Link>
        </p>
      )}
      {refused.map(({ file, error }) => (
        <div key={file.name} className="stack tight">
          <p>{printable(file.name, 120)} was not taken</p>
          <Trouble error={error} />
        </div>
      ))}
    </section>
  )
}
