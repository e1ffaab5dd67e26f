import { Progress } from '@mantine/core'
import { useState } from 'react'
import { bytes } from '../../../src/base/text.ts'
import { sendEvidence } from '../api/evidence.ts'
import { DropZone } from './drop-zone.tsx'
import { Trouble } from './trouble.tsx'

interface Sending {
  readonly name: string
  readonly size: number
  readonly share: number
  readonly error?: Error
  readonly done: boolean
}

/** Takes evidence: files go one after the other, each with its own bar and its own trouble. */
export function EvidenceDrop() {
  const [sending, setSending] = useState<readonly Sending[]>([])
  const busy = sending.some(({ done, error }) => !done && !error)
  const take = async (files: readonly File[]) => {
    setSending(files.map(({ name, size }) => ({ name, size, share: 0, done: false })))
    const note = (at: number, change: Partial<Sending>) => setSending((all) => all.map((one, index) => (index === at ? { ...one, ...change } : one)))
    for (const [at, file] of files.entries()) {
      try {
        await sendEvidence(file, (share) => note(at, { share }))
        note(at, { share: 1, done: true })
      } catch (error) {
        note(at, { error: error instanceof Error ? error : new Error(String(error)) })
      }
    }
  }
  return (
    <div className="stack tight">
      <DropZone
        says="Logs, inventories, hosts lists, lists of indicators; packed or not."
        choose="Choose files of evidence"
        take={(files) => void take(files)}
        disabled={busy}
      />
      <ul className="plain-list stack tight" aria-live="polite">
        {sending.map(({ name, size, share, error, done }) => (
          <li key={name} className="card stack tight">
            <p>
              {name}{' '}
              <span className="small faint">
                {bytes(size)}
                {done && ', taken; it is read next'}
              </span>
            </p>
            {!done && !error && <Progress value={share * 100} size="sm" aria-label={`${name}: sent`} />}
            {error && <Trouble error={error} />}
          </li>
        ))}
      </ul>
    </div>
  )
}
