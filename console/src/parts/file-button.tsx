import { Button } from '@mantine/core'
import { addressOf } from '../api/call.ts'
import { request } from '../api/request.ts'
import { useAct } from './act.ts'
import { saveBlob } from './figure/save.ts'
import { Trouble } from './trouble.tsx'

type Format = 'html' | 'pdf' | 'stix' | 'csaf' | 'yara' | 'sigma' | 'suricata'

/** Takes a prepared warning out of the house. A plain link could not ask for the second factor that this needs. */
export function FileButton({ report, format, name }: { readonly report: string; readonly format: string; readonly name: string }) {
  const act = useAct(async () => {
    const path = addressOf('getReportFile', { params: { id: report, format: format as Format } })
    saveBlob(name, await (await request({ method: 'GET', path, headers: { accept: '*/*' } })).blob())
  })
  return (
    <>
      <Button variant="default" size="compact-sm" loading={act.busy} onClick={act.run}>
        Save {name}
      </Button>
      {act.error && <Trouble error={act.error} />}
    </>
  )
}
