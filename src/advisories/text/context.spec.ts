import { describe, expect, it } from 'vitest'
import { lineBlock } from './block.ts'
import { amongIndicators, amongReferences } from './context.ts'

const item = (...section: readonly string[]) => lineBlock('item', 'x', 1, { section })

describe('what the headings above a value announce', () => {
  it.each([
    [['C2 servers', 'The following were seen:'], true, false],
    [['Report', 'The implant may contact these domains:'], true, false],
    [['Report', 'The implant may contact:'], false, false],
    [['References'], false, true],
    [['Network attack', 'References:'], false, true],
    [['Report', 'Related links:'], false, true],
    [['Report', 'For more information see:'], false, true],
    [['Indicators of compromise', 'Support:'], false, true],
    [['Report', 'Summary'], false, false],
  ] as const)('%s', (section, indicators, references) => {
    expect([amongIndicators(item(...section)), amongReferences(item(...section))]).toEqual([indicators, references])
  })
})
