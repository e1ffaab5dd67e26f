import { Button, TextInput } from '@mantine/core'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import { useState } from 'react'
import { addPasskey } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { TotpEnrolment } from './totp-enrolment.tsx'

/** The first second factor: nothing else is open until there is one. */
export function Enrol({ name }: { readonly name: string }) {
  const [way, setWay] = useState<'passkey' | 'totp'>()
  if (way === 'totp') return <TotpEnrolment back={() => setWay(undefined)} />
  return (
    <div className="stack">
      <p>
        {name !== '' && `Welcome, ${name}. `}A password alone can be stolen, so everybody needs a second factor here. A passkey is the safer one: it cannot be
        given to a false page.
      </p>
      <PasskeyEnrolment />
      <p className="or">or</p>
      <Button variant="default" onClick={() => setWay('totp')}>
        Use an authenticator app
      </Button>
    </div>
  )
}

/** Adds a passkey; its name is for the person to tell it from others. */
export function PasskeyEnrolment({ done }: { readonly done?: () => void }) {
  const [name, setName] = useState('This device')
  const act = useAct(async () => {
    await addPasskey(name.trim() || 'Passkey')
    done?.()
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <TextInput label="Name of the passkey" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} />
      {act.error && <Trouble error={act.error} />}
      <Button type="submit" leftSection={<IconFingerprint size={18} aria-hidden="true" />} loading={act.busy}>
        Make a passkey
      </Button>
    </form>
  )
}
