import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'

export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => clipboard.copy(text)}>
      {clipboard.copied ? 'Copied' : label}
    </Button>
  )
}
