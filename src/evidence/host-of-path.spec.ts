import { describe, expect, it } from 'vitest'
import { sourceOfText } from '../../test/support/source.ts'
import { hostOfPath, stemOf } from './host-of-path.ts'

function taken(path: string) {
  const said: string[] = []
  return { host: hostOfPath(sourceOfText('', path), { skip: () => undefined, say: (text) => said.push(text) }), said: said.join() }
}

describe('the host that a path names', () => {
  it.each([
    ['/e/WEB-01.cdx.json', 'web-01'],
    ['/e/web-01.corp.example.spdx.json.gz', 'web-01.corp.example'],
    ['/e/web-01/bom.json', 'web-01'],
    ['/e/web-01/var/lib/dpkg/status', 'web-01'],
    ['/e/web-01/var/log/dpkg.log.2.gz', 'web-01'],
    ['C:\\e\\PC-1\\winget.txt', 'pc-1'],
    ['PC-1.reg', 'pc-1'],
  ])('%s is of %s', (path, host) => {
    expect(taken(path)).toEqual({ host, said: expect.stringContaining(`“${host}” is taken from`) })
  })

  it('says that nothing names the host, and how to name it', () => {
    expect(taken('/work/evidence/sbom.json')).toEqual({ host: 'sbom', said: expect.stringContaining('HOST.sbom.json') })
    expect(taken('status').host).toBe('status')
  })

  it('shows a hostile name without its controls', () => {
    expect(taken('/e/\u001b[2Jpc.cdx.json').said).not.toContain('\u001b')
  })

  it('leaves a name that is all endings as it is', () => {
    expect([stemOf('.json'), stemOf('talos-3cx.txt'), stemOf('feed.v2.csv.gz')]).toEqual(['.json', 'talos-3cx', 'feed.v2'])
  })
})
