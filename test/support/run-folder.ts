import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder for a whole run, gone with it: for lakes that a spec file keeps open to its end, and for compiled code, so that the
 * hundreds of times that the program is started it is compiled once.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-run-'))
  process.env.GATEHOUSE_TEST_LAKES = folder
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return () => rmSync(folder, { recursive: true, force: true })
}
