import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { plural, printable } from '../../../../../src/base/text.ts'
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

/** Files of evidence are many, and their names are of a kind: they stand folded. */
function Preview({ preview: { job, title, changes, withheld, files } }: { readonly preview: ReportPreview }) {
  const [paths, names] = [changes.filter(isFile), changes.filter((change) => !isFile(change))]
  return (
    <section className="stack share-preview" aria-label="What leaves">
      <h3>{title}</h3>
      <ul className="row plain-list">
        {files.map(({ name, format }) => (
          <li key={name}>
            <FileButton report={job} format={format} name={name} />
          </li>
        ))}
      </ul>
      {withheld.length > 0 && (
        <ul>
          {withheld.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {changes.length === 0 && <p>No name of the inside is in it.</p>}
      {names.length > 0 && <Changes changes={names} says={`${plural(names.length, 'name')} of the inside, and what they leave as`} />}
      {paths.length > 0 && (
        <details>
          <summary>{plural(paths.length, 'file')} of evidence, named by number only</summary>
          <Changes changes={paths} says="Files, and what they leave as" />
        </details>
      )}
    </section>
  )
}

type Change = ReportPreview['changes'][number]

function isFile({ outside }: Change): boolean {
  return /^evidence-\d+$/.test(outside)
}

function Changes({ changes, says }: { readonly changes: readonly Change[]; readonly says: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="scroll share-changes" tabIndex={0} aria-label={says}>
      <table className="plain-table">
        <caption>{says}</caption>
        <tbody>
          {changes.map(({ inside, outside }) => (
            <tr key={inside}>
              <th scope="row">{printable(inside, 300)}</th>
              <td>{printable(outside, 300)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
