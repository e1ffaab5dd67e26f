import { Modal } from '@mantine/core'
import { useSession } from '../../api/session.ts'
import { stepUp } from '../../api/step-up.ts'
import { SecondFactor } from './second-factor.tsx'
import './sign-in.css'

/** Some changes ask for the second factor once more; what was asked for goes on afterwards by itself. */
export function StepUp() {
  const { user } = useSession()
  return (
    <Modal opened onClose={() => stepUp.settle(false)} title="Confirm with your second factor" zIndex={320}>
      <div className="stack">
        <p>This change asks for it, so that nobody makes it at a screen that you have left. It then counts for ten minutes.</p>
        <SecondFactor factors={user?.factors ?? []} done={() => stepUp.settle(true)} />
      </div>
    </Modal>
  )
}
