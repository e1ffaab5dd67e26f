import { Loader } from '@mantine/core'

/** Says that something is on its way; not before it has taken a moment, so that fast answers do not flash. */
export function Waiting({ what = 'Loading' }: { readonly what?: string }) {
  return (
    <p className="row faint waiting" role="status">
      <Loader size="xs" color="gray" /> {what} …
    </p>
  )
}
