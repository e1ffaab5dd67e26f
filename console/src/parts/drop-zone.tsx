import { Button } from '@mantine/core'
import IconFolder from '@tabler/icons-react/icons/IconFolder'
import IconUpload from '@tabler/icons-react/icons/IconUpload'
import { type DragEvent, useRef, useState } from 'react'
import { chosenFiles, droppedFiles } from './dropped-files.ts'
import './drop-zone.css'

interface DropZoneProps {
  /** What belongs here, in a sentence. */
  readonly says: string
  readonly choose: string
  /** Folders are taken too, with everything in them. */
  readonly chooseFolder?: string
  readonly take: (files: readonly File[]) => void
  readonly several?: boolean
  readonly disabled?: boolean
}

/** Files dropped, or chosen with the button for those who do not drag. */
export function DropZone({ says, choose, chooseFolder, take, several = true, disabled = false }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const give = (files: readonly File[]) => {
    if (files.length > 0 && !disabled) take(several ? files : files.slice(0, 1))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void droppedFiles(event.dataTransfer).then(give)
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
      <div className="row">
        <FileChoice choose={choose} several={several} disabled={disabled} give={give} />
        {chooseFolder !== undefined && <FileChoice choose={chooseFolder} several disabled={disabled} give={give} folder />}
      </div>
    </div>
  )
}

interface FileChoiceProps {
  readonly choose: string
  readonly several: boolean
  readonly disabled: boolean
  readonly give: (files: readonly File[]) => void
  readonly folder?: boolean
}

function FileChoice({ choose, several, disabled, give, folder = false }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null)
  const icon = folder ? <IconFolder size={16} aria-hidden="true" /> : <IconUpload size={16} aria-hidden="true" />
  return (
    <>
      <Button variant="default" disabled={disabled} leftSection={icon} onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={several}
        webkitdirectory={folder ? '' : undefined}
        aria-label={choose}
        onChange={(event) => {
          give(chosenFiles(event.currentTarget.files))
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
