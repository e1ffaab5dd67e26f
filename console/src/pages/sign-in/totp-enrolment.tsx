import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { beginTotp, confirmTotp, type TotpSecret } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { QrCode } from '../../qr/qr-code.tsx'
import './sign-in.css'

interface TotpEnrolmentProps {
  readonly back: () => void
  readonly done?: () => void
}

/** The secret as a code to scan and as text to type, and the first code as proof that it arrived. */
export function TotpEnrolment({ back, done }: TotpEnrolmentProps) {
  const secret = useQuery({ queryKey: ['totp-secret'], queryFn: beginTotp, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 })
  return (
    <Asked query={secret} what="Making a secret">
      {(data) => <Confirm secret={data} back={back} done={done} />}
    </Asked>
  )
}

interface ConfirmProps {
  readonly secret: TotpSecret
  readonly back: () => void
  readonly done: (() => void) | undefined
}

function Confirm({ secret: { uri, secret }, back, done }: ConfirmProps) {
  const [code, setCode] = useState('')
  const act = useAct(async () => {
    await confirmTotp(code.replace(/\s/g, ''))
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
      <p>Scan this with an authenticator app, then type the code that it shows.</p>
      <div className="totp">
        <QrCode text={uri} label="QR code of the secret" />
        <p className="small">
          Or type the secret: <span className="secret">{secret.replace(/(.{4})/g, '$1 ').trim()}</span>
        </p>
      </div>
      <TextInput
        label="Code from the authenticator"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      {act.error && <Trouble error={act.error} />}
      <div className="row">
        <Button type="submit" loading={act.busy}>
          Confirm
        </Button>
        <Button variant="subtle" onClick={back}>
          Another way
        </Button>
      </div>
    </form>
  )
}
