import { Button, Modal, PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../api/query-client.ts'
import { useSession } from '../../api/session.ts'
import { changePassword, deletePasskey, listPasskeys, removeTotp } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { PasskeyEnrolment } from '../sign-in/enrol.tsx'
import { RecoveryCodes } from '../sign-in/recovery-codes.tsx'
import { TotpEnrolment } from '../sign-in/totp-enrolment.tsx'

const passkeysKey = ['passkeys'] as const

/** The ways in which this person signs in. */
export default function AccountPart() {
  const { user, recoveryCodesLeft } = useSession()
  const [open, setOpen] = useState<'passkey' | 'totp' | 'codes'>()
  const close = () => setOpen(undefined)
  const done = async () => {
    close()
    await queryClient.invalidateQueries({ queryKey: passkeysKey })
  }
  const hasTotp = user?.factors.includes('totp') ?? false
  const remove = useAct(removeTotp)
  return (
    <>
      <section className="card stack" aria-labelledby="factors">
        <h2 id="factors">Second factors</h2>
        <Passkeys add={() => setOpen('passkey')} />
        <div className="row apart">
          <p>{hasTotp ? 'An authenticator app is set up.' : 'No authenticator app is set up.'}</p>
          {hasTotp ? (
            <Button size="compact-sm" variant="default" loading={remove.busy} onClick={remove.run}>
              Remove the authenticator app
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setOpen('totp')}>
              Add an authenticator app
            </Button>
          )}
        </div>
        {remove.error && <Trouble error={remove.error} />}
        <div className="row apart">
          <p>{recoveryCodesLeft === null ? 'There are no recovery codes.' : `${recoveryCodesLeft} of 10 recovery codes are left.`}</p>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('codes')}>
            New recovery codes
          </Button>
        </div>
      </section>
      <PasswordChange />
      <Modal opened={open === 'passkey'} onClose={close} title="Add a passkey">
        <PasskeyEnrolment done={() => void done()} />
      </Modal>
      <Modal opened={open === 'totp'} onClose={close} title="Add an authenticator app">
        {open === 'totp' && <TotpEnrolment back={close} done={() => void done()} />}
      </Modal>
      <Modal opened={open === 'codes'} onClose={close} title="New recovery codes">
        {open === 'codes' && <RecoveryCodes done={close} />}
      </Modal>
    </>
  )
}

function Passkeys({ add }: { readonly add: () => void }) {
  const passkeys = useQuery({ queryKey: passkeysKey, queryFn: listPasskeys })
  const remove = useAct(async (id: string) => {
    await deletePasskey(id)
    await queryClient.invalidateQueries({ queryKey: passkeysKey })
  })
  return (
    <Asked query={passkeys} what="Reading the passkeys">
      {(items) => (
        <div className="stack tight">
          <div className="row apart">
            <h3>{items.length === 0 ? 'No passkey yet' : 'Passkeys'}</h3>
            <Button size="compact-sm" variant="default" onClick={add}>
              Add a passkey
            </Button>
          </div>
          <ul className="plain-list stack tight">
            {items.map(({ id, name, createdAt, backedUp }) => (
              <li key={id} className="row apart">
                <span>
                  {name ?? 'Passkey'}{' '}
                  <span className="small faint">
                    since <Time iso={createdAt} />
                    {backedUp ? ', in a password manager' : ', on one device'}
                  </span>
                </span>
                <Button size="compact-xs" variant="subtle" color="red" loading={remove.busy} onClick={() => remove.run(id)}>
                  Remove {name ?? 'it'}
                </Button>
              </li>
            ))}
          </ul>
          {remove.error && <Trouble error={remove.error} />}
        </div>
      )}
    </Asked>
  )
}

function PasswordChange() {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [changed, setChanged] = useState(false)
  const act = useAct(async () => {
    await changePassword(current, next)
    setCurrent('')
    setNext('')
    setChanged(true)
  })
  return (
    <section className="card stack" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form
        className="setting-form"
        onSubmit={(event) => {
          event.preventDefault()
          act.run()
        }}
      >
        <PasswordInput label="The one now" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
        <PasswordInput
          label="The next, 15 characters or more"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={act.busy} disabled={current === '' || next === ''}>
          Change it
        </Button>
      </form>
      {act.error && <Trouble error={act.error} />}
      {changed && <p role="status">Changed. All other sessions have ended.</p>}
    </section>
  )
}
