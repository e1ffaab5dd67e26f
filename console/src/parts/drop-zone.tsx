import { Button } from '@mantine/core'
import IconUpload from '@tabler/icons-react/icons/IconUpload'
import { type DragEvent, useRef, useState } from 'react'
import './drop-zone.css'

interface DropZoneProps {
  /** What belongs here, in a sentence. */
  readonly says: string
  readonly choose: string
  readonly take: (files: readonly File[]) => void
  readonly several?: boolean
  readonly disabled?: boolean
}

/** Files dropped, or chosen with the button for those who do not drag. */
export function DropZone({ says, choose, take, several = true, disabled = false }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0 && !disabled) take(several ? files : files.slice(0, 1))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is a mouse's way, the button inside is everybody's
    <div
      className={over ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{says}</p>
      <Button variant="default" disabled={disabled} leftSection={<IconUpload size={16} aria-hidden="true" />} onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={several}
        aria-label={choose}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
