import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from '@litko/yara-x'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { SharedIndicator } from '../indicators.ts'
import { complaintsOf, mustBeWellFormed } from './check.ts'
import { sigmaRules } from './sigma.ts'
import { suricataRules } from './suricata.ts'
import { yaraRules } from './yara.ts'

const context = { id: 'GH-20260401-ABCDEF01', title: 'A "title"; with\nwhat: breaks } rules', tlp: 'AMBER', day: '2026-04-01' }
const hash = 'aa124a4b4df12b34e74ee7f6c683b2ebec4ce9a8edcf9be345823b4fdcf5d868'

function indicator(type: string, value: string, more: Partial<SharedIndicator> = {}): SharedIndicator {
  return { type, value, role: 'command-and-control', word: 'NOT SEEN', hosts: [], rows: 0, blocked: 0, validFrom: '2026-03-29T00:00:00Z', named: [], ...more }
}

const sample = [
  indicator('domain', 'attack.invalid'),
  indicator('ipv4', '203.0.113.9'),
  indicator('ipv6', '2001:db8::9'),
  indicator('cidr', '198.51.100.0/24'),
  indicator('cidr', '2001:db8:1::/48'),
  indicator('url', 'http://files.attack.invalid/a;b"c|d?e=\\f'),
  indicator('sha256', hash),
  indicator('md5', hash.slice(0, 32)),
  indicator('user-agent', 'Agent/1.0 (*?; "x")'),
  indicator('ja3', hash.slice(0, 32)),
  indicator('mutex', 'Global\\{abc}'),
  indicator('domain', 'codehost.example', { demoted: 'a public code host' }),
  indicator('domain', 'victim.example', { role: 'victim' }),
]
const makers = [sigmaRules, suricataRules, yaraRules]

describe('rules', () => {
  test.each(makers)('%o: well-formed, and nothing demoted or harmless in them', (make) => {
    const rules = mustBeWellFormed(make(sample, context))
    expect(rules.rules).toBeGreaterThan(0)
    expect(rules.text).not.toContain('codehost')
    expect(rules.text).not.toContain('victim')
    expect(make(sample, context)).toEqual(rules)
  })

  test.each(makers)('%o: nothing to tell gives no text', (make) => {
    expect(make([], context)).toMatchObject({ text: '', rules: 0 })
  })

  test('Suricata finds the name itself and names below it, and escapes what has a meaning in its rules', () => {
    const { text } = suricataRules(sample, context)
    expect(text).toContain('dns.query; dotprefix; content:".attack.invalid"; nocase; endswith;')
    expect(text).toContain('tls.sni; dotprefix; content:".attack.invalid"; nocase; endswith;')
    expect(text).toContain('content:"/a|3B|b|22|c|7C|d?e=|5C|f"')
    expect(text).toContain('-> [2001:db8::9] any')
  })

  test('whole networks are in Suricata and Sigma', () => {
    const { text } = suricataRules(sample, context)
    expect(text).toContain('-> 198.51.100.0/24 any')
    expect(text).toContain('-> [2001:db8:1::/48] any')
    const networks = parseAllDocuments(sigmaRules(sample, context).text).map(
      (document) => document.toJS() as { detection: { selection?: { 'dst_ip|cidr'?: string[] } } },
    )
    expect(networks.flatMap((rule) => rule.detection.selection?.['dst_ip|cidr'] ?? [])).toEqual(['198.51.100.0/24', '2001:db8:1::/48'])
  })

  test('Sigma escapes its wildcards', () => {
    const agents = parseAllDocuments(sigmaRules(sample, context).text).map(
      (document) => document.toJS() as { detection: { selection?: { 'c-useragent'?: string[] } } },
    )
    expect(agents.flatMap((rule) => rule.detection.selection?.['c-useragent'] ?? [])).toEqual(['Agent/1.0 (\\*\\?; "x")'])
  })

  test('YARA meets what it is made from, in ASCII and UTF-16, and nothing else', () => {
    const rules = compile(yaraRules(sample, context).text)
    const names = (data: Buffer) => (rules.scan(data) as readonly { readonly ruleIdentifier: string }[]).map((match) => match.ruleIdentifier)
    expect(names(Buffer.from('GET http://ATTACK.invalid/'))).toEqual(['warning_GH_20260401_ABCDEF01_strings'])
    expect(names(Buffer.from('Global\\{abc}', 'utf16le'))).toEqual(['warning_GH_20260401_ABCDEF01_strings'])
    expect(names(Buffer.from('nothing of the sort'))).toEqual([])
  })

  test('hostile values and titles break no rule', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '"; sid:1; rev:9;) alert tcp any any -> any any (msg:"',
        'x.invalid"\n}\nrule y { condition: true }',
        "a'\n- b: c",
        '*.*',
        '\\',
        '\\"',
        '$x',
        '|41|',
        '---',
        "' or true",
      ),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('domain', 'host', 'ipv4', 'ipv6', 'cidr', 'url', 'sha256', 'md5', 'user-agent', 'mutex', 'ja3'), nasty), {
          maxLength: 6,
        }),
        nasty,
        (pairs, title) => {
          const indicators = pairs.map(([type, value]) => indicator(type, value, { role: title }))
          for (const make of makers) {
            const made = make(indicators, { ...context, title })
            expect(complaintsOf(made), made.text).toEqual([])
            const lines = made.text.split('\n').filter((line) => /^(alert|rule) /.test(line))
            if (made.language !== 'Sigma') expect(lines.length).toBe(made.rules)
            else if (made.text !== '') expect(parseAllDocuments(made.text).length).toBe(made.rules)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('the checks', () => {
  test.each([
    ['Suricata', 'alert dns $HOME_NET any -> any any (msg:"x"; dns.query; content:"a"b"; sid:1; rev:1;)'],
    ['Suricata', 'alert dns $HOME_NET any -> any any (msg:"x"; dns.query; content:"ab"; rev:1;)'],
    ['Suricata', 'drop dns $HOME_NET any -> any any (msg:"x"; sid:1; rev:1;)'],
    ['Suricata', 'alert dns $HOME_NET any -> any any (msg:"x"; sid:1; rev:1;)\nalert dns $HOME_NET any -> any any (msg:"y"; sid:1; rev:1;)'],
    ['Suricata', 'alert dns $HOME_NET any -> any any (msg:"x"; lua:evil.lua; sid:1; rev:1;)'],
    ['YARA', 'rule x { condition: undefined_thing }'],
    ['YARA', 'rule x { strings: $a = "open condition: $a }'],
    ['Sigma', 'title: x\ndetection:\n  condition: selection\n'],
    ['Sigma', 'title: "x\n'],
  ] as const)('%s refuses %s', (language, text) => {
    expect(complaintsOf({ language, text })).not.toEqual([])
  })

  const suricata = spawnSync('suricata', ['-V']).status === 0
  test.skipIf(!suricata)('Suricata itself takes the rules', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-suricata-'))
    try {
      writeFileSync(join(folder, 'own.rules'), suricataRules(sample, context).text)
      const { status, stderr } = spawnSync('suricata', ['-T', '-l', folder, '-S', join(folder, 'own.rules')], { encoding: 'utf8', timeout: 60_000 })
      expect(status, stderr).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
