import { describe, expect, it } from 'vitest'
import { htmlBlocks } from '../formats/html/blocks.ts'
import { markdownBlocks } from '../formats/markdown/blocks.ts'
import { defaultAdvisoryLimits } from '../limits.ts'
import type { Block } from './block.ts'
import { plainBlocks } from './plain-blocks.ts'

/** `section > section | text` of each block. */
const outline = (blocks: readonly Block[]) => blocks.map(({ section, text }) => `${section.join(' > ')} | ${text}`)
const plain = (text: string) => outline(plainBlocks(text))
const markdown = (text: string) => outline(markdownBlocks(text).blocks)
const html = (text: string) => outline(htmlBlocks(text, defaultAdvisoryLimits).blocks)

describe('a line that ends in a colon', () => {
  it('is a heading of the list below it in plain text, and of nothing behind the list', () => {
    expect(
      plain('The flaw is severe.\nAffected Versions:\n- Relay 6.2.0 to 6.2.12\n- Relay 7.0.0\nFirst Patched Versions:\n- Relay 6.2.13\n\nThat is all.'),
    ).toEqual([
      ' | The flaw is severe.',
      ' | Affected Versions:',
      'Affected Versions: | - Relay 6.2.0 to 6.2.12',
      'Affected Versions: | - Relay 7.0.0',
      ' | First Patched Versions:',
      'First Patched Versions: | - Relay 6.2.13',
      ' | That is all.',
    ])
  })

  it('is one in Markdown, below the headings above it', () => {
    expect(markdown('# Relay\n\n**Affected Versions:**\n\n* `relay`: versions 8.10.1\n* `hub`: versions 4.2.2\n\nMore text.\n')).toEqual([
      ' | Relay',
      'Relay | Affected Versions:',
      'Relay > Affected Versions: | `relay`: versions 8.10.1',
      'Relay > Affected Versions: | `hub`: versions 4.2.2',
      'Relay | More text.',
    ])
  })

  it('needs no colon in Markdown where the whole line is bold', () => {
    expect(markdown('**Domains**\n- `evil[.]invalid`\n\n**Bold** words\n- one\n').map((line) => line.split(' | ')[0])).toEqual(['', 'Domains', '', ''])
  })

  it('is one in HTML, as a paragraph and as text before the list', () => {
    expect(html('<p>The flaw affects these versions of Relay:</p><ul><li>prior to 14.1</li><li>prior to 13.1</li></ul><p>Update.</p>')).toEqual([
      ' | The flaw affects these versions of Relay:',
      'The flaw affects these versions of Relay: | prior to 14.1',
      'The flaw affects these versions of Relay: | prior to 13.1',
      ' | Update.',
    ])
    expect(html('<div><strong>Affected:</strong><ul><li>Relay 4.1</li></ul><strong>Fixed:</strong><ul><li>Relay 4.2</li></ul></div>')).toEqual([
      ' | Affected:',
      'Affected: | Relay 4.1',
      ' | Fixed:',
      'Fixed: | Relay 4.2',
    ])
  })

  it('announces with its last sentence, and not with one that is too long', () => {
    expect(plain('We advise all to act. The flaw is in these versions:\n- 4.1\n')[1]).toBe('The flaw is in these versions: | - 4.1')
    expect(plain(`The ${'very '.repeat(80)}long sentence:\n- 4.1\n`)[1]).toBe(' | - 4.1')
  })

  it('is one for the lines right below it, up to a blank line', () => {
    expect(plain('Some words come first, as they do.\n\nUpdate to these safe versions:\nv2 line: 2.28.20\nv3 line: 3.7.1\n\nOther words.').slice(1)).toEqual([
      ' | Update to these safe versions:',
      'Update to these safe versions: | v2 line: 2.28.20',
      'Update to these safe versions: | v3 line: 3.7.1',
      ' | Other words.',
    ])
    expect(markdown('Update to safe versions:\nv2 line: 2.28.20\nv3 line: 3.7.1\n')).toEqual([
      ' | Update to safe versions:',
      'Update to safe versions: | v2 line: 2.28.20\nv3 line: 3.7.1',
    ])
  })

  it('can be a point of a list whose points lie below it', () => {
    expect(plain('  • Affected software:\n    → Relay versions before 18.4\n  • Type: overflow\n')).toEqual([
      ' | • Affected software:',
      'Affected software: | → Relay versions before 18.4',
      ' | • Type: overflow',
    ])
    expect(markdown('- Affected:\n  - Relay 4.1\n- Type: overflow\n')).toEqual([' | Affected:', 'Affected: | Relay 4.1', ' | Type: overflow'])
    expect(html('<ul><li>Affected:<ul><li>Relay 4.1</li></ul></li><li>Type: overflow</li></ul>')).toEqual([
      ' | Affected:',
      'Affected: | Relay 4.1',
      ' | Type: overflow',
    ])
  })

  it('is one for a table', () => {
    expect(markdown('These lines are affected:\n\n| Product | Versions |\n|---|---|\n| Relay | 4.1 |\n')[1]).toBe('These lines are affected: | Relay\t4.1')
  })
})
