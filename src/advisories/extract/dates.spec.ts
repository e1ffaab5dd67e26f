import { describe, expect, it } from 'vitest'
import { datesIn } from './dates.ts'

const values = (text: string) => datesIn(text).map(({ value }) => value)

describe('dates in numbers', () => {
  it('parted by slashes where only one of them can be the month', () => {
    expect(values('Published: 20/05/2026, updated 05/21/2026 and 2026/05/22.')).toEqual(['2026-05-20', '2026-05-21', '2026-05-22'])
    expect(values('On 05/06/2026, at a/20/05/2026, 20/05/2026/7, 32/05/2026 and 20/13/2026.')).toEqual([])
    expect(values('On 05/05/2026.')).toEqual(['2026-05-05'])
  })

  it('without marks between them where a label says that it is a date', () => {
    expect(values('Uitgiftedatum   : 20230613')).toEqual(['2023-06-13'])
    expect(values('Release date: 20230613; build 20230614, id 20230615')).toEqual(['2023-06-13'])
    expect(values('Updated: 20231399')).toEqual([])
  })
})
