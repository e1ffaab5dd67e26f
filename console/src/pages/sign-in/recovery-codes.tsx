import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { queryClient } from '../../api/query-client.ts'
import { sessionQuery } from '../../api/session.ts'
import { renewRecoveryCodes } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { saveText } from '../../parts/figure/save.ts'
import { Trouble } from '../../parts/trouble.tsx'
import './sign-in.css'

/** Ten codes, shown once. They are what is left when the second factor is lost. */
export function RecoveryCodes({ done }: { readonly done?: () => void }) {
  const [codes, setCodes] = useState<readonly string[]>()
  const [kept, setKept] = useState(false)
  const make = useAct(async () => setCodes(await renewRecoveryCodes()))
  const leave = useAct(async () => {
    await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey })
    done?.()
  })
  if (!codes) {
    return (
      <div className="stack">
        <p>When your second factor is lost, a recovery code lets you in. You get ten, each works once, and they are shown only now.</p>
        {make.error && <Trouble error={make.error} />}
        <Button loading={make.busy} onClick={make.run}>
          Show my recovery codes
        </Button>
      </div>
    )
  }
  const text = codes.join('\n')
  return (
    <div className="stack">
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        <CopyButton text={text} />
        <Button size="compact-xs" variant="subtle" onClick={() => saveText('gatehouse-recovery-codes.txt', 'text/plain', `${text}\n`)}>
          Save
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => print()}>
          Print
        </Button>
      </div>
      <Checkbox label="I have put them where I find them and others do not" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <Button disabled={!kept} loading={leave.busy} onClick={leave.run}>
        Go on
      </Button>
    </div>
  )
}
