import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { plural } from '../../../../../src/base/text.ts'
import { type NewReport, previewReport, type ReportPreview } from '../../../api/reports.ts'
import { useAct } from '../../../parts/act.ts'
import { FileButton } from '../../../parts/file-button.tsx'
import { Trouble } from '../../../parts/trouble.tsx'

const levels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const

/** A warning for others: what leaves is shown first, then the files are there to take. */
export function ShareDialog({ incident, close }: { readonly incident: string; readonly close: () => void }) {
  const [tlp, setTlp] = useState<NewReport['tlp']>('AMBER')
  const [from, setFrom] = useState('')
  const [domains, setDomains] = useState('')
  const [inside, setInside] = useState(false)
  const [preview, setPreview] = useState<ReportPreview>()
  const act = useAct(async () => {
    const internalDomains = domains.split(/[\s,]+/).filter((domain) => domain !== '')
    setPreview(await previewReport({ incident, tlp, from, internalDomains, includeInternal: inside }))
  })
  return (
    <Modal opened onClose={close} title="Write a warning for others" size="xl">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          act.run()
        }}
      >
        <div className="columns">
          <NativeSelect
            label="Who may read it (TLP)"
            value={tlp}
            data={[...levels]}
            onChange={(event) => setTlp(levels[event.currentTarget.selectedIndex] ?? 'AMBER')}
          />
          <TextInput label="From" description="Your organisation, as others know it" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        </div>
        <TextInput
          label="Domains of your own"
          description="Their names do not leave. Several with commas between"
          value={domains}
          onChange={(event) => setDomains(event.currentTarget.value)}
        />
        <Checkbox label="Leave names of hosts and accounts in" checked={inside} onChange={(event) => setInside(event.currentTarget.checked)} />
        {act.error && <Trouble error={act.error} />}
        <div>
          <Button type="submit" loading={act.busy}>
            {preview ? 'Write it again' : 'Show what would leave'}
          </Button>
        </div>
      </form>
      {preview && <Preview preview={preview} />}
    </Modal>
  )
}

function Preview({ preview: { id, title, changes, withheld, files } }: { readonly preview: ReportPreview }) {
  return (
    <section className="stack share-preview" aria-label="What leaves">
      <h3>{title}</h3>
      {changes.length === 0 ? (
        <p>No name of the inside is in it.</p>
      ) : (
        <div className="scroll">
          <table className="plain-table">
            <caption>{plural(changes.length, 'name')} of the inside, and what they leave as</caption>
            <tbody>
              {changes.map(({ inside, outside }) => (
                <tr key={inside}>
                  <th scope="row">{inside}</th>
                  <td>{outside}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {withheld.length > 0 && (
        <ul>
          {withheld.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <ul className="row plain-list">
        {files.map(({ name, format }) => (
          <li key={name}>
            <FileButton report={id} format={format} name={name} />
          </li>
        ))}
      </ul>
    </section>
  )
}
