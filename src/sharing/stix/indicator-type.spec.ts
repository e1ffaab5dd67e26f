import { expect, test } from 'vitest'
import type { SharedIndicator } from '../indicators.ts'
import { indicatorType } from './indicator-type.ts'

function indicator(type: string, more: Partial<SharedIndicator>): SharedIndicator {
  return { type, value: 'x', role: 'unknown', word: 'NOT SEEN', hosts: [], rows: 0, blocked: 0, validFrom: '2026-03-29T00:00:00Z', named: [], ...more }
}

test.each([
  ['the attacker’s', indicator('domain', { role: 'command-and-control' }), 'malicious-activity'],
  [
    'a file name of the payload',
    indicator('file-name', { role: 'payload', demoted: 'a file of that name may be any file: its hash tells' }),
    'anomalous-activity',
  ],
  ['not for detection, and contacted', indicator('domain', { word: 'SEEN', demoted: 'the publisher marks it as not for detection' }), 'anomalous-activity'],
  ['not for detection, and not seen', indicator('domain', { demoted: 'the publisher marks it as not for detection' }), 'unknown'],
  ['revoked', indicator('ipv4', { role: 'command-and-control', demoted: 'the publisher has revoked it' }), 'anomalous-activity'],
  ['the attacker’s on a list of popular sites', indicator('domain', { role: 'delivery', demoted: 'on the warning list “top sites”' }), 'anomalous-activity'],
  ['a shared service', indicator('domain', { demoted: 'a service that many use: its pages may be indicators, its host is none' }), 'unknown'],
  ['a victim', indicator('domain', { role: 'victim' }), 'unknown'],
  ['an example', indicator('ipv4', { role: 'example' }), 'unknown'],
  ['on a warning list', indicator('domain', { demoted: 'on the warning list “public resolvers”' }), 'benign'],
  ['the site of the publisher', indicator('domain', { role: 'publisher', demoted: "the publisher's own site" }), 'benign'],
  ['a reference', indicator('url', { role: 'reference', word: 'SEEN', demoted: 'given as a reference, not for detection' }), 'benign'],
])('%s', (_, one, type) => {
  expect(indicatorType(one)).toBe(type)
})
