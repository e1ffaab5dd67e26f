import { describe, expect, it } from 'vitest'
import { settings } from '../base/settings.ts'
import { contentKey, type RecordedContent } from '../releases/record.ts'
import type { Member, Unopened } from '../releases/release.ts'
import { defaultUnpackLimits } from '../releases/unpack/limits.ts'
import type { ChangedFile } from '../releases/vetting.ts'
import { missed } from './vet.ts'

const member = (path: string): Member => ({ path, size: 10, sha256: path.padEnd(64, '0').slice(0, 64) })
const same = (path: string): ChangedFile => ({ path, change: 'same', points: 0 })
const part = (path: string, code: Unopened['code']): Unopened => ({ path, code, says: 'so' })
const unread: RecordedContent = { readers: [], traits: [{ name: 'file.unread', value: 'time' }], plain: '', units: [], notes: [] }

it('unpacks as far by default as unpacking goes without settings', () => {
  const { bytes, entries, seconds } = defaultUnpackLimits
  expect([settings['vet.unpackBytes'], settings['vet.unpackMembers'], settings['vet.unpackSeconds']].map((one) => one.default)).toEqual([
    bytes,
    entries,
    seconds,
  ])
})

describe('what a verdict missed', () => {
  const members = [member('new.tgz!/package/a.js'), member('new.tgz!/package/b.js')]
  const contents = Object.fromEntries(members.slice(0, 1).map((one) => [contentKey(one), unread]))

  it('is what could not be read or opened', () => {
    expect(missed({ unopened: [part('new.tgz!/package/x.zip', 'encrypted')], tree: [] }, { members, contents })).toEqual([
      'new.tgz!/package/x.zip',
      'new.tgz!/package/a.js',
    ])
    expect(missed({ unopened: [], tree: [] }, { members, contents: {} })).toEqual([])
  })

  it('is not what was refused on purpose, nor what the release before has as well', () => {
    const refused = (['link', 'device', 'climbs-out', 'collision'] as const).map((code) => part(`new.tgz!/${code}`, code))
    expect(missed({ unopened: refused, tree: [same('package/a.js')] }, { members, contents })).toEqual([])
    expect(missed({ unopened: [part('new.tgz!/package/x.zip', 'ratio')], tree: [same('package/x.zip'), same('a.js')] }, { members: [], contents: {} })).toEqual(
      [],
    )
    // A file of the same name elsewhere is another file.
    expect(missed({ unopened: [], tree: [same('lib/a.js'), same('a.js')] }, { members, contents })).toEqual(['new.tgz!/package/a.js'])
  })
})
