import { Button } from '@mantine/core'
import './news-bar.css'

/** Says quietly that there is something new; nothing moves under the cursor until the reader asks for it. */
export function NewsBar({ count, what, show }: { readonly count: number; readonly what: string; readonly show: () => void }) {
  return (
    <div className="news-bar" role="status">
      {count > 0 && (
        <Button size="compact-sm" variant="light" onClick={show}>
          {count} {what}: show
        </Button>
      )}
    </div>
  )
}
