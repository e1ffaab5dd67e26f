import { describe, expect, it } from 'vitest'
import { readAdvisory } from './read-advisory.ts'

const read = (text: string) => readAdvisory(Buffer.from(text))
const rest = '\n\nThe implant of 12 January 2022 reports to relay-server[.]invalid.\n'

describe('when and by whom an advisory in prose was published', () => {
  it.each([
    ['Published: 30 March 2023', '2023-03-30'],
    ['Published on March 30th, 2023 · 5 min read', '2023-03-30'],
    ['By Kim Writer | March 30, 2023', '2023-03-30'],
    ['30.03.2023', '2023-03-30'],
    ['Veröffentlicht am 30. März 2023', '2023-03-30'],
    ['Release date: 2023-03-30', '2023-03-30'],
    ['2023년 3월 30일', '2023-03-30'],
  ])('“%s” says when', async (line, date) => {
    expect((await read(`A warning about relays\n\n${line}${rest}`)).published).toBe(date)
  })

  it.each(['The campaign began on 30 March 2023 and went on for weeks.', 'Updated: 30 March 2023', 'Figure 1: build date 30 March 2023 in the header'])(
    '“%s” does not',
    async (line) => {
      expect((await read(`A warning about relays\n\n${line}${rest}`)).published).toBeUndefined()
    },
  )

  it('takes the site for the publisher where nobody is named, but no shared service', async () => {
    expect((await read(`title: A warning about relays\nurl: https://blog.example-labs.com/post${rest}`)).publisher).toBe('example-labs.com')
    expect((await read(`title: A warning about relays\nurl: https://github.com/someone/post${rest}`)).publisher).toBeUndefined()
    expect((await read(`title: A warning about relays\nurl: https://example-labs.com/post\npublisher: Labs${rest}`)).publisher).toBe('Labs')
  })
})
