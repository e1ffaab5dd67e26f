import { expect, test } from 'vitest'
import { sampleHunt, sampleInput, sampleInternal } from '../../test/support/warning.ts'
import { share } from './share.ts'

test('only what stands in the warning is told among the changes', () => {
  const quiet = Array.from({ length: 120 }, (_, index) => ({ host: `desk-${index + 1}`, word: 'NOT SEEN', because: [] }) as const)
  const { hosts } = sampleHunt()
  const { changes, replacements } = share(sampleInput({ hunts: [sampleHunt({ hosts: [...hosts, ...quiet] })] }), sampleInternal, { includeInternal: false })
  expect(changes.filter(({ inside }) => inside.startsWith('desk-'))).toEqual([])
  expect(replacements.filter(({ inside }) => inside.startsWith('desk-'))).toEqual([])
  expect(changes).toContainEqual({ inside: 'WS-ANNA-17 calls c2.attack.invalid.', outside: expect.stringMatching(/^host-\d+ calls/) })
  expect(replacements.map(({ inside }) => inside)).toContain('srv-pay-02')
})
