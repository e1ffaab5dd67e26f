import { describe, expect, it } from 'vitest'
import { listOf, textsOf, toggled } from './filters.ts'

describe('filters in the address', () => {
  it('keeps several values as one text, and none as nothing', () => {
    expect(toggled(undefined, 'new')).toBe('new')
    expect(toggled('new', 'contained')).toBe('new,contained')
    expect(toggled('new,contained', 'new')).toBe('contained')
    expect(toggled('contained', 'contained')).toBeUndefined()
    expect(listOf(toggled('new', 'resolved'))).toEqual(['new', 'resolved'])
    expect(listOf('')).toEqual([])
  })

  it('reads texts and numbers of the names it knows, and leaves what anybody else wrote', () => {
    const search = { state: 'new', severity: 5, gone: true, text: { $ne: '' }, sort: ['a'], __proto__: { at: 'x' }, evil: '<b>' }
    expect(textsOf(search, ['state', 'severity', 'gone', 'text', 'sort'])).toEqual({ state: 'new', severity: '5', gone: 'true' })
  })
})
