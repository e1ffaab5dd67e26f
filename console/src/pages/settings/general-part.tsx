import { useQuery } from '@tanstack/react-query'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { ValueTable } from '../../parts/value-table.tsx'

/** Settings as they are in force, and where each value came from. Files and variables say them; here they are read. */
export default function GeneralPart() {
  const settings = useQuery(asking('getSettings', {}))
  return (
    <Asked query={settings} what="Reading the settings">
      {({ version, workspace, configured }) => (
        <section className="card stack" aria-labelledby="in-force">
          <h2 id="in-force">Settings in force</h2>
          <dl className="facts">
            <dt>Version</dt>
            <dd>{version}</dd>
            <dt>Workspace</dt>
            <dd>
              <code>{workspace}</code>
            </dd>
          </dl>
          <ValueTable
            title="Settings"
            columns={[{ name: 'Setting' }, { name: 'Value' }, { name: 'Comes from' }, { name: 'What it is' }]}
            rows={configured.map(({ path, value, origin, doc }) => [path, value, origin, doc])}
          />
        </section>
      )}
    </Asked>
  )
}
