import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reader } from '../reading.ts'
import { batch } from './batch/index.ts'
import { javascript } from './javascript/index.ts'
import { manifest } from './manifest/index.ts'
import { powershell } from './powershell/index.ts'
import { python } from './python/index.ts'
import { shell } from './shell/index.ts'
import { vbscript } from './vbscript/index.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const runs = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 300)
/** Longest reading of a file of at most 64 KiB, in milliseconds, on a busy machine. */
const longest = 5000

function inFolder(folder: string, ending: RegExp, most = 12): Buffer[] {
  return readdirSync(join(root, folder))
    .filter((name) => ending.test(name))
    .slice(0, most)
    .map((name) => readFileSync(join(root, folder, name)).subarray(0, 16_384))
}

const text = (...lines: readonly string[]) => Buffer.from(lines.join('\n'))
const scripts = inFolder('node_modules/commander/lib', /\.js$/)
const windows = [
  text('@echo off', 'set a=b', 'if "%a%"=="b" (', 'call :c %1 & powershell -enc QUJD', ')', 'for %%f in (*.txt) do type %%f', ':c', '%a:~0,1%%a:b=c%'),
  text("$a = 'x' + \"y$b\" + (('{0}' -f 'z'))", '@"', 'here', '"@ | % { iex $_ }', 'function f($x) { & $x }', "[char]65 -join ('a','b')", '<# c #>'),
  text(
    'Dim a: a = "x" & Chr(65) & _',
    ' StrReverse("b")',
    "Set o = CreateObject(a) ' c",
    'Execute Replace("abc", "b", "")',
    '<script language="VBScript">a</script>',
  ),
]

const subjects: readonly (readonly [reader: Reader, paths: readonly string[], seeds: readonly Buffer[]])[] = [
  [javascript, ['a.js', 'a.ts', 'a.tsx', 'a.html'], scripts],
  [
    python,
    ['a.py', 'a.pth', 'setup.py'],
    [
      text(
        'import os as o, sys',
        'from a import (b, c as d)',
        'class P(install):',
        '    x = f"{o.system(\'a\')!r:>{w}}" + "b"[::-1] % (1,)',
        "    '''doc'''",
        'exec(__import__("base64").b64decode("QUJDREVGR0g="))',
        'a = [1, {2: (3)}]; b = 0o17 \\',
        '  + 1',
      ),
    ],
  ],
  [
    shell,
    ['postinst', 'a.sh', 'Makefile'],
    [
      readFileSync(join(root, 'bin/gatehouse.js')),
      text(
        '#!/bin/sh',
        'a="b $(c `d`)"; e | f && g || h &',
        "cat <<-'EOF' > x",
        '\tbody',
        '\tEOF',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read
        'eval "$a" ${b:-c} $\'\\x41\' # d',
        'if [ -f x ]; then . ./x; fi',
      ),
    ],
  ],
  [powershell, ['a.ps1'], windows],
  [batch, ['a.bat'], windows],
  [vbscript, ['a.vbs', 'a.hta'], windows],
  [
    manifest,
    [
      'package.json',
      'pyproject.toml',
      'setup.cfg',
      'a.dist-info/METADATA',
      'a.dist-info/RECORD',
      'entry_points.txt',
      'requirements.txt',
      'x.nuspec',
      'x.targets',
      'Info.plist',
      '.github/workflows/a.yml',
      'Dockerfile',
      'META-INF/MANIFEST.MF',
      'crontab',
      '.npmrc',
      'binding.gyp',
    ],
    [
      readFileSync(join(root, 'package.json')),
      text('[project]', 'dependencies = [', ' "a>=1",', ']', '[a."b.c"]', "d = 'e'"),
      text('<plist><dict><key>a</key><array><string>b</string></array></dict></plist>'),
      text('on: [push]', 'jobs: {a: {steps: [{run: "b | c", uses: d/e@f}]}}', 'x: &y [*y]'),
      text('FROM a AS b', 'RUN c && \\', ' d <<EOF', 'EOF', 'CMD ["e"]'),
      text("{'a': ['<!(b)', {'action': ['c', 'd']}]} # e"),
    ],
  ],
]

/** Bytes cut out, doubled, swapped between files, replaced by what parsers stumble over. */
const poison = [
  '\0',
  '\ufeff',
  '\u2028',
  '((((((((',
  '[[[[[[[[',
  '{{{{{{{{',
  '"',
  "'",
  '`',
  '${',
  '<<EOF',
  '/*',
  '*/',
  '\\',
  '\r',
  '%',
  '$(',
  '__proto__',
  'constructor',
  '\ud800',
  '=>',
  '1e999',
  ':~-1',
  '-f',
  '<!--',
  '&&&&',
  '||||',
].map((one) => Buffer.from(one))

function mutated(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const step = fc.record({ how: fc.nat(5), at: fc.nat(16_384), length: fc.nat(400), pick: fc.nat(1000), times: fc.nat(200) })
  return fc.tuple(fc.nat(1000), fc.array(step, { minLength: 1, maxLength: 6 })).map(([pick, steps]) => {
    let bytes = Buffer.from(seeds[pick % seeds.length] ?? [])
    for (const { how, at, length, pick: other, times } of steps) {
      const from = at % (bytes.length + 1)
      const to = Math.min(bytes.length, from + length)
      const foreign = seeds[other % seeds.length] ?? Buffer.alloc(0)
      const word = poison[other % poison.length] ?? Buffer.alloc(0)
      const middle = [
        Buffer.alloc(0),
        Buffer.concat([bytes.subarray(from, to), bytes.subarray(from, to)]),
        foreign.subarray(at % (foreign.length + 1), (at % (foreign.length + 1)) + length),
        Buffer.concat([bytes.subarray(from, to), word]),
        Buffer.concat(Array.from({ length: times }, () => word)),
        Buffer.from(bytes.subarray(from, to)).map((byte, index) => (index % 7 === 0 ? byte ^ (1 << (other % 8)) : byte)),
      ][how] as Buffer
      bytes = Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]).subarray(0, 65_536)
    }
    return bytes
  })
}

describe.each(subjects)('$name', (reader, paths, seeds) => {
  test('mutated files: no error, no runaway, units that can be compared', () => {
    fc.assert(
      fc.property(mutated(seeds), fc.constantFrom(...paths), (bytes, path) => {
        const began = performance.now()
        const { units } = reader.read({ path, bytes })
        expect(performance.now() - began).toBeLessThan(longest)
        for (const unit of units) {
          expect(unit.id).toMatch(/^[0-9a-f]{16}$/)
          expect(unit.says.length).toBeLessThanOrEqual(1700)
          expect(unit.place.offset).toBeGreaterThanOrEqual(0)
          expect(unit.place.offset).toBeLessThanOrEqual(bytes.length)
        }
      }),
      { numRuns: runs },
    )
  }, 600_000)
})
