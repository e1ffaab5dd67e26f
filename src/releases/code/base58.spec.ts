import { expect, test } from 'vitest'
import { isBase58Check } from './base58.ts'

test.each([
  // The first address of Bitcoin's first block, and Tron's address of nobody (all zero bytes behind its prefix 0x41).
  ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', true],
  ['T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', true],
  ['T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwc', false],
  ['TaskStatusNotificationParamsSchema', false],
  ['T', false],
  ['T0000000000000000000000000000000OI', false],
])('%s: %s', (text, valid) => {
  expect(isBase58Check(text, 25)).toBe(valid)
})
