import { expect, test } from 'vitest'
import { readAdvisory } from '../read-advisory.ts'

test.each<readonly [title: string, domain: string, demoted: boolean]>([
  ['Acme7 Softphone supply chain compromise', 'acme7.com', true],
  ['Users of g7bxx.com were compromised', 'g7bxx.com', false],
  ['Users of g7bxx[.]com were compromised', 'g7bxx.com', false],
  ['A campaign with the c3dig miner', 'c3dig.com', false],
])('“%s”: %s is the own site of what was attacked: %s', async (title, domain, demoted) => {
  const { indicators } = await readAdvisory(Buffer.from(`# ${title}\n\n## Indicators\n\n- ${domain.replace('.', '[.]')}\n- relay-updates[.]invalid\n`), {
    name: 'a.md',
  })
  expect(indicators.find(({ value }) => value === domain)?.demoted !== undefined).toBe(demoted)
})
