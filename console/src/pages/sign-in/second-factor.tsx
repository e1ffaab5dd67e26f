import { Button, TextInput } from '@mantine/core'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import { useState } from 'react'
import { showPasskey, showRecoveryCode, showTotp } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Trouble } from '../../parts/trouble.tsx'

interface SecondFactorProps {
  /** totp, passkey, recovery-code. */
  readonly factors: readonly string[]
  /** After the factor was shown. */
  readonly done?: () => void
}

/** Asks for whichever second factor the person has. */
export function SecondFactor({ factors, done }: SecondFactorProps) {
  const [recovery, setRecovery] = useState(false)
  const passkey = useAct(async () => {
    await showPasskey()
    done?.()
  })
  const hasPasskey = factors.includes('passkey')
  const hasCode = factors.includes('totp') || recovery
  return (
    <div className="stack">
      {hasPasskey && (
        <Button leftSection={<IconFingerprint size={18} aria-hidden="true" />} loading={passkey.busy} onClick={passkey.run}>
          Use a passkey
        </Button>
      )}
      {passkey.error && <Trouble error={passkey.error} />}
      {hasPasskey && hasCode && <p className="or">or</p>}
      {hasCode && <CodeForm key={String(recovery)} recovery={recovery} done={done} />}
      {!recovery && (
        <Button variant="subtle" size="compact-sm" onClick={() => setRecovery(true)}>
          I have lost it: use a recovery code
        </Button>
      )}
    </div>
  )
}

function CodeForm({ recovery, done }: { readonly recovery: boolean; readonly done: (() => void) | undefined }) {
  const [code, setCode] = useState('')
  const act = useAct(async () => {
    await (recovery ? showRecoveryCode(code.trim()) : showTotp(code.replace(/\s/g, '')))
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
      <TextInput
        label={recovery ? 'Recovery code' : 'Code from the authenticator'}
        description={recovery ? 'Each works once' : 'Six digits; each code works once'}
        autoComplete={recovery ? 'off' : 'one-time-code'}
        inputMode={recovery ? 'text' : 'numeric'}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        required
        withAsterisk={false}
        data-autofocus
        autoFocus
      />
      {act.error && <Trouble error={act.error} />}
      <Button type="submit" loading={act.busy}>
        Confirm
      </Button>
    </form>
  )
}
