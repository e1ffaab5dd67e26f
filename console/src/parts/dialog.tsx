import { Button, Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { Act } from './act.ts'
import { Trouble } from './trouble.tsx'

interface DialogProps {
  readonly title: string
  readonly close: () => void
  /** What the button does, in a word or two. */
  readonly does: string
  readonly act: Act<[]>
  readonly danger?: boolean
  /** False as long as something is missing. */
  readonly ready?: boolean
  readonly children: ReactNode
}

/** A form in a dialog, which says what went wrong where it was done. */
export function Dialog({ title, close, does, act, danger = false, ready = true, children }: DialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !act.busy) act.run()
  }
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <form onSubmit={submit} className="stack">
        {children}
        {act.error && <Trouble error={act.error} />}
        <div className="row">
          <Button type="submit" color={danger ? 'red' : 'blue'} loading={act.busy} disabled={!ready}>
            {does}
          </Button>
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
        </div>
      </form>
    </Modal>
  )
}
