import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { startService } from '../../../test/support/service.ts'
import { defaultLimits } from '../../base/limits.ts'
import { privateRanges } from '../../base/net.ts'
import { raw } from '../../base/sql.ts'
import { Findings } from '../../state/findings.ts'
import { assessFolder } from '../assess.ts'
import { openWorkspace } from '../workspace.ts'
import { backUp } from './back-up.ts'
import { restore } from './restore.ts'

const memory = 2 ** 30
const options = { version: '0.0.0', at: new Date('2024-01-01T00:00:00Z') }

function evidence(folder: string): string {
  const path = join(folder, 'evidence')
  mkdirSync(path)
  writeFileSync(join(path, 'software.csv'), 'host,product,version,installed_at\ndesk-1,3CX Desktop App,18.12.416,2023-03-24\n')
  return path
}

async function filled(folder: string) {
  const workspace = await openWorkspace(join(folder, 'ws'), { memory })
  const signal = new AbortController().signal
  await assessFolder(evidence(folder), workspace, { limits: defaultLimits, internal: privateRanges, settings: {}, signal })
  return workspace
}

const installed = raw('SELECT host, product, version, toString(installed_at) AS since, source, line FROM installation ORDER BY host')

describe('a back-up', () => {
  it('gives back evidence and findings, and what is assessed again adds nothing', async () => {
    using folder = temporaryFolder()
    const copy = join(folder.path, 'copy')
    let before: unknown
    let findings = 0
    {
      await using workspace = await filled(folder.path)
      before = await workspace.lake.rows(installed)
      findings = (await new Findings(workspace.state).all()).length
      await backUp(workspace, copy, options)
    }
    expect(findings).toBeGreaterThan(0)
    await restore(copy, join(folder.path, 'restored'), { memory })
    await using restored = await openWorkspace(join(folder.path, 'restored'), { memory })
    expect(await restored.lake.rows(installed)).toEqual(before)
    const signal = new AbortController().signal
    const intake = await assessFolder(join(folder.path, 'evidence'), restored, { limits: defaultLimits, internal: privateRanges, settings: {}, signal })
    expect(intake).toMatchObject({ added: 0, rows: 0 })
    expect(await new Findings(restored.state).all()).toHaveLength(findings)
  })

  it('is refused when a byte of it changed, when it names other files, and where a workspace is', async () => {
    using folder = temporaryFolder()
    const copy = join(folder.path, 'copy')
    {
      await using workspace = await filled(folder.path)
      await backUp(workspace, copy, options)
      await expect(backUp(workspace, copy, options)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    }
    await expect(restore(copy, join(folder.path, 'ws'), { memory })).rejects.toMatchObject({ code: 'WORKSPACE_UNUSABLE' })
    const manifest = readFileSync(join(copy, 'backup.json'), 'utf8')
    const target = join(folder.path, 'restored')
    writeFileSync(join(copy, 'backup.json'), manifest.replace('installation.native.zst', '../installation.native.zst'))
    await expect(restore(copy, target, { memory })).rejects.toMatchObject({ code: 'BACKUP_UNUSABLE' })
    writeFileSync(join(copy, 'backup.json'), manifest)
    const table = readdirSync(copy).find((file) => file.startsWith('installation')) ?? ''
    appendFileSync(join(copy, table), 'x')
    await expect(restore(copy, target, { memory })).rejects.toMatchObject({ code: 'BACKUP_UNUSABLE', message: expect.stringContaining(table) })
    await expect(restore(join(folder.path, 'nothing'), target, { memory })).rejects.toMatchObject({ code: 'BACKUP_UNUSABLE' })
    expect(existsSync(target)).toBe(false)
  })

  it('can be made while the service runs', async () => {
    using folder = temporaryFolder()
    const copy = join(folder.path, 'copy')
    await using running = await startService()
    const { body } = await running.ask('POST', '/assessments', { folder: evidence(folder.path) })
    await running.ended(body.job)
    const asked = await running.ask('POST', '/backups', { folder: copy })
    expect(asked.status).toBe(202)
    expect(await running.ended(asked.body.job)).toMatchObject({ state: 'succeeded' })
    expect(readdirSync(copy)).toEqual(expect.arrayContaining(['backup.json', 'state.sqlite', 'installation.native.zst']))
  })
})
