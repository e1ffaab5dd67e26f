import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const values = async (...selection: readonly string[]) => {
  const rule = [
    'title: Relay',
    'logsource:',
    '  category: registry_set',
    'detection:',
    '  selection:',
    ...selection.map((line) => `    ${line}`),
    '  condition: selection',
  ]
  return (await readAdvisory(Buffer.from(rule.join('\n')))).indicators.map(({ type, value }) => `${type} ${value}`)
}

describe('sigma', () => {
  it('takes no fragment that has to stand together with others', async () => {
    expect(await values('TargetObject|contains|all:', "  - '\\SOFTWARE\\Relay\\S-1-5-21-'", "  - '\\ProfileImagePath'")).toEqual([])
    expect(await values('TargetObject|contains|all:', "  - '\\SOFTWARE\\Relay\\Config'")).toEqual(['registry-key \\SOFTWARE\\Relay\\Config'])
  })

  it('takes no name of a single value for a registry key', async () => {
    expect(await values("TargetObject|endswith: '\\ProfileImagePath'")).toEqual([])
    expect(await values("TargetObject|endswith: '\\Run\\RelayHelper'")).toEqual(['registry-key \\Run\\RelayHelper'])
  })
})
