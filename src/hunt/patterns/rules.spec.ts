import { expect, test } from 'vitest'
import { ruleNeeds } from './rules.ts'

const indicators = new Map(['avsvmcloud.com', '203.0.113.9', '45.77.8.0/24', 'a'.repeat(32), 'http://bad.example/x.php?id=1'].map((value) => [value, false]))

test.each([
  ['suricata', 'alert dns any any -> any any (dns.query; content:".AVSVMCLOUD.com"; sid:1;)'],
  ['suricata', 'alert ip any any -> [203.0.113.9,198.51.100.1] any (sid:1;)'],
  ['suricata', 'alert ip any any -> 45.77.8.0/24 any (sid:1;)'],
  ['sigma', 'detection: { selection: { query: "*.avsvmcloud.com" } }'],
  ['yara', `rule x { condition: hash.md5(0, filesize) == "${'a'.repeat(32)}" }`],
  ['yara', 'rule x { strings: $a = "http://bad.example/x.php?id=1" condition: $a }'],
  ['other', 'domain=avsvmcloud.com'],
] as const)('%s: %s: what stands in it was looked for', (language, text) => {
  expect(ruleNeeds({ language, text }, indicators)).toMatch(/were looked for$/)
})

test.each([
  ['suricata', 'alert dns any any -> any any (dns.query; content:"notavsvmcloud.com"; sid:1;)'],
  ['sigma', 'detection: { selection: { Image: "x.exe" } }'],
  ['yara', 'rule x { strings: $a = { 41 42 } condition: $a }'],
] as const)('%s: %s: nothing of it was', (language, text) => {
  expect(ruleNeeds({ language, text }, indicators)).not.toContain('looked for')
})
