import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for the lakes of a whole run: those that a spec file keeps open to its end are removed with it. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-lakes-'))
  process.env.GATEHOUSE_TEST_LAKES = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
