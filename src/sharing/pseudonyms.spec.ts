import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Pseudonyms } from './pseudonyms.ts'
import type { Internal } from './warning-input.ts'

const inside: Internal = {
  hosts: ['ws-17.corp.example.org', 'dc1', "Anna's Mac"],
  users: ['CORP\\anna.k'],
  domains: ['corp.example.org'],
  ranges: ['10.0.0.0/8', 'fc00::/7'],
  addresses: new Map([['10.0.0.17', 'ws-17.corp.example.org']]),
}

describe('stand-ins', () => {
  test.each([
    ['ws-17.corp.example.org called', 'host-1 called'],
    ['WS-17 and ws-17.CORP.example.org.', 'host-1 and host-1.'],
    ['10.0.0.17 is ws-17', 'host-1 is host-1'],
    ['10.1.2.3, ::ffff:10.1.2.3', 'address-1, address-1'],
    ['17.0.0.10.in-addr.arpa', 'host-1.in-addr.arpa'],
    ['ip-10-9-8-7', 'ip-address-1'],
    ['fd00::1 and fe80::1', 'address-1 and address-2'],
    ['build7.corp.example.org', 'host-1'],
    ['CORP\\anna.k logged on, Anna.K again', 'account-1 logged on, account-2 again'],
    ['C:\\Users\\bertha\\x and /home/bertha/y', 'C:\\Users\\account-1\\x and /home/account-1/y'],
    ['C:\\Users\\Public\\x', 'C:\\Users\\Public\\x'],
    ['someone@partner.example', 'mailbox-1'],
    ['root@dc1', 'mailbox-1'],
    ['3CX Desktop App@18.12.416, left-pad@1.0.0-beta.two', '3CX Desktop App@18.12.416, left-pad@1.0.0-beta.two'],
    ["anna's mac slept", 'host-1 slept'],
    ['dc10 and adc1 are others', 'dc10 and adc1 are others'],
    ['203.0.113.9 2001:db8::1 3CX 18.12.416', '203.0.113.9 2001:db8::1 3CX 18.12.416'],
  ])('%s', (text, expected) => {
    expect(new Pseudonyms(inside).text(text)).toBe(expected)
  })

  test('the same name has the same stand-in, another one another', () => {
    const pseudonyms = new Pseudonyms(inside)
    expect(pseudonyms.text('dc1, ws-17, dc1')).toBe('host-1, host-2, host-1')
    expect(pseudonyms.text('ws-17')).toBe('host-2')
  })

  test('a mailbox that was published stays', () => {
    expect(new Pseudonyms(inside, ['mallory@attack.invalid']).text('mallory@attack.invalid and me@example.org')).toBe('mallory@attack.invalid and mailbox-1')
  })

  test('no name of a host is left, whatever stands around it', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}-[a-z0-9]{2,6}(\.[a-z]{3,6}\.example)?$/)
    const around = fc.constantFrom(' ', '', '/', '\\', '"', "'", ':', '_', '-', '.', '\n', '(', '|', '@', '=', '<')
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(around, fc.nat(), fc.boolean(), around, fc.constantFrom('', 'log', '7', 'ü')), { maxLength: 12 }),
        (hosts, parts) => {
          const pseudonyms = new Pseudonyms({ ...inside, hosts, domains: [] })
          const text = parts
            .map(
              ([before, index, upper, after, word]) =>
                `${word} ${before}${upper ? hosts[index % hosts.length]?.toUpperCase() : hosts[index % hosts.length]}${after} ${word}`,
            )
            .join('')
          const left = pseudonyms.text(text).toLowerCase()
          for (const host of hosts) expect(left).not.toContain(host)
        },
      ),
    )
  })

  test('no inner address is left', () => {
    fc.assert(
      fc.property(
        fc.ipV4().map((ip) => ip.replace(/^\d+/, '10')),
        fc.constantFrom(' ', ':443 ', '/24 ', ', ', '"', ')', '\\', '. '),
        (ip, after) => {
          expect(new Pseudonyms(inside).text(`from ${ip}${after}to 203.0.113.1`)).not.toContain(ip)
        },
      ),
    )
  })

  test('hostile text takes no time', () => {
    const started = performance.now()
    for (const text of ['a.'.repeat(20_000), '1.'.repeat(20_000), ':'.repeat(20_000), 'a@'.repeat(20_000), 'users\\'.repeat(20_000), '-'.repeat(20_000)])
      new Pseudonyms(inside).text(text)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
