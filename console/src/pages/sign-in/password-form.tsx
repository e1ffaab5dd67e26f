import { Button, PasswordInput, TextInput } from '@mantine/core'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import { useState } from 'react'
import type { Session } from '../../../../src/contract/session.ts'
import { showPasskey, signIn, signInWith } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Trouble } from '../../parts/trouble.tsx'

/** What another house's sign-in comes back with. */
const refusals: Readonly<Record<string, string>> = {
  second_factor_missing: 'That sign-in did not show a second factor, which everybody needs here.',
  signup_disabled: 'Nobody here has that address. Somebody who runs this Gatehouse has to invite you.',
  account_not_linked: 'Nobody here has that address. Somebody who runs this Gatehouse has to invite you.',
  account_disabled: 'That account is locked.',
}

export function PasswordForm({ providers, refused }: { readonly providers: Session['providers']; readonly refused: string | undefined }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const secret = useAct(() => signIn(name.trim(), password))
  const passkey = useAct(showPasskey)
  const elsewhere = useAct(signInWith)
  const error = secret.error ?? passkey.error ?? elsewhere.error
  return (
    <div className="stack">
      {refused !== undefined && <Trouble error={new Error(refusals[refused] ?? 'That sign-in did not work. Try again.')} />}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          secret.run()
        }}
      >
        <TextInput
          label="E-mail address or name"
          autoComplete="username webauthn"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        {error && <Trouble error={error} />}
        <Button type="submit" loading={secret.busy}>
          Sign in
        </Button>
      </form>
      <p className="or">or</p>
      <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden="true" />} loading={passkey.busy} onClick={passkey.run}>
        Sign in with a passkey
      </Button>
      {providers.map(({ id, name: provider }) => (
        <Button key={id} variant="default" loading={elsewhere.busy} onClick={() => elsewhere.run(id)}>
          Sign in with {provider}
        </Button>
      ))}
    </div>
  )
}
