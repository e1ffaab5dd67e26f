import { spawnSync } from 'node:child_process'
import semver from 'semver'
import { describe, expect, it } from 'vitest'
import { noSharedData, sharedFile } from '../../../../test/support/shared-data.ts'
import { type OsvEvent, osvRange } from './osv.ts'
import { contains } from './range.ts'

interface Entry {
  readonly id: string
  readonly affected?: readonly { readonly ranges?: readonly { readonly type: string; readonly events: readonly OsvEvent[] }[] }[]
}

const skipped = noSharedData('the ranges of OSV’s Go records')

/** All records, one after the other as tar gives them. */
function records(): readonly Entry[] {
  const { stdout } = spawnSync('tar', ['-xzOf', sharedFile('vulnerabilities', 'osv-go.tar.gz')], { encoding: 'utf8', maxBuffer: 400e6 })
  return JSON.parse(`[${stdout.replace(/\n?\}\s*\{\n/g, '\n},\n{\n')}]`)
}

/** The evaluation that the OSV schema gives in pseudo-code, with npm's semver for the order. */
function isVulnerable(events: readonly OsvEvent[], version: string): boolean {
  const versionOf = ({ introduced, fixed, last_affected }: OsvEvent) => (introduced === '0' ? '0.0.0-0' : (introduced ?? fixed ?? last_affected ?? ''))
  let vulnerable = false
  for (const event of events.toSorted((a, b) => semver.compare(versionOf(a), versionOf(b)))) {
    const order = semver.compare(version, versionOf(event))
    if (event.introduced !== undefined && order >= 0) vulnerable = true
    else if (event.fixed !== undefined && order >= 0) vulnerable = false
    else if (event.last_affected !== undefined && order > 0) vulnerable = false
  }
  return vulnerable
}

/** The version itself, one just before it and one just after it. */
function around(event: OsvEvent): readonly string[] {
  const version = semver.parse(event.introduced === '0' ? '1.0.0' : (event.introduced ?? event.fixed ?? event.last_affected ?? ''))
  if (!version) return []
  const { major, minor, patch } = version
  return [version.version, `${major}.${minor}.${patch}-0`, `${major}.${minor}.${patch + 1}`, `${major}.${minor + 1}.0-rc.1`, `${major + 1}.0.0`]
}

describe.skipIf(skipped)('every range of OSV’s Go records', () => {
  it('is read, and contains what the evaluation of the schema says', () => {
    const ranges = records().flatMap(({ id, affected = [] }) => affected.flatMap((one) => (one.ranges ?? []).map(({ events }) => ({ id, events }))))
    const wrong = ranges.flatMap(({ id, events }) => {
      const range = osvRange('Go', events)
      const versions = events.flatMap(around)
      return versions.filter((version) => !range || contains(range, `v${version}`) !== isVulnerable(events, version)).map((version) => `${id} ${version}`)
    })
    expect(ranges.length).toBeGreaterThan(4291)
    expect(wrong).toEqual([])
  })
})
