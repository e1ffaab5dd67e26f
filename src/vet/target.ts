import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { GatehouseError } from '../base/errors.ts'
import { type PackageSpec, parseSpec } from '../knowledge/npm/spec.ts'

/** What a user names to be vetted: a file or folder, or a package of npm. */
export type Target = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'npm'; readonly spec: PackageSpec }

/** Reads what was named. Throws USAGE for a name that is none, ARTIFACT_MISSING for a path that is not there. */
export function targetOf(text: string): Target {
  const spec = parseSpec(text)
  if (spec) return { kind: 'npm', spec }
  const path = resolve(text)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() || stats?.isDirectory()) return { kind: 'path', path }
  throw new GatehouseError('ARTIFACT_MISSING', `there is no file or folder ${text}`, { hint: 'Give a file, a folder, or a package as npm:name@version.' })
}
