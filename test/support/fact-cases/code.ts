import { unitOf } from '../../../src/releases/unit.ts'
import { filler, statement } from '../release.ts'
import { base, type Case, code, files, manifest, old, packaged } from './case.ts'

export const codeCases: readonly Case[] = [
  {
    fact: 'environment-encoded',
    fires: [packaged(manifest('encoded-environment', 'printenv | base64')), packaged()],
    not: [
      [
        'there before',
        packaged(manifest('encoded-environment', 'printenv | base64'), manifest('run', 'b')),
        packaged(manifest('encoded-environment', 'printenv | base64')),
      ],
    ],
  },
  {
    fact: 'decode-and-execute',
    fires: [code(statement('eval(atob(x))', ['decode', 'evaluate'])), base],
    not: [
      [
        'far apart',
        code(statement('atob(x)', ['decode']), ...filler(20, 'between').map((unit) => unit), statement('exec(y)', ['execute'])),
        code(...filler(20, 'between')),
      ],
      ['in a test', files({ 'package/test/a.test.js': { units: [statement('eval(atob(x))', ['decode', 'evaluate'])] } }), base],
      [
        'there before, in another file',
        files({ 'package/chunk-2.js': { units: [statement('eval(atob(x))', ['decode', 'evaluate'])] } }),
        files({ 'package/old.js': { units: [statement('eval(atob(x))', ['decode', 'evaluate'])], size: 9 } }),
      ],
    ],
  },
  {
    fact: 'blob-and-execute',
    fires: [code(statement('run("….")', ['blob-literal', 'execute'])), base],
    not: [['a font', code(statement('font = "…"', ['blob-literal'])), base]],
  },
  {
    fact: 'hidden-module',
    fires: [code(statement('require(d("…"))', ['decode', 'dynamic-import'])), base],
    not: [['side by side', code(statement('d("…")', ['decode']), statement('import(x)', ['dynamic-import'])), base]],
  },
  {
    fact: 'runs-stored-text',
    fires: [code(statement("eval(read('../LICENSE'))", ['stored-code', 'evaluate', 'file-read'])), base],
    not: [['a text that is read beside code that is run', code(statement("read('../LICENSE')", ['file-read']), statement('eval(x)', ['evaluate'])), base]],
  },
  {
    fact: 'tells-by-name',
    fires: [code(statement('resolve(hostname() + ".c2")', ['name-query', 'network', 'host-information'])), base],
    not: [['a name that is asked for', code(statement('resolve(n + ".list")', ['name-query', 'network'])), base]],
  },
  {
    fact: 'encoded-program',
    fires: [code(statement('eval(atob("…"))', ['blob-literal', 'decode', 'evaluate'])), base],
    not: [
      ['a picture', code(statement('picture = atob("…")', ['blob-literal', 'decode'])), base],
      ['side by side', code(statement('d = "…"', ['blob-literal']), statement('eval(atob(d))', ['decode', 'evaluate'])), base],
    ],
  },
  {
    fact: 'download-and-execute',
    fires: [code(statement('get(u, exec)', ['network', 'execute'])), base],
    not: [['a download', code(statement('get(u)', ['network'])), base]],
  },
  {
    fact: 'secrets-and-network',
    fires: [code(statement('post(token)', ['credentials', 'network'])), base],
    not: [
      ['a secret only', code(statement('token', ['credentials'])), base],
      ['a key that is handed about beside the network', code(statement('signed(this.secretKey)', ['key-material']), statement('fetch(u)', ['network'])), base],
    ],
  },
  {
    fact: 'secrets-and-execute',
    fires: [code(statement('spawn(trufflehog)', ['credentials', 'execute'])), base],
    not: [['a program only', code(statement('spawn(git)', ['execute'])), base]],
  },
  {
    fact: 'publishes-itself',
    fires: [code(statement('npm publish', ['publish', 'execute'])), base],
    not: [['the word only', code(statement('publish', ['publish'])), base]],
  },
  {
    fact: 'hooks-payment',
    fires: [code(statement('fetch = to => ethereum', ['hook', 'wallet'])), base],
    not: [['a hook only', code(statement('fetch = traced', ['hook'])), base]],
  },
  {
    fact: 'reads-process-memory',
    fires: [code(statement('/proc/1/mem', ['process-memory'])), base],
    not: [['files', code(statement('/proc/cpuinfo', ['file-read'])), base]],
  },
  {
    fact: 'injects',
    fires: [code(statement('WriteProcessMemory', ['injection'])), base],
    not: [['native code', code(statement('ffi', ['native-code'])), base]],
  },
  {
    fact: 'persists',
    fires: [code(statement('write Run key', ['persistence', 'file-write'])), base],
    not: [['a name only', code(statement('Run key', ['persistence'])), base]],
  },
  {
    fact: 'targets-and-destroys',
    fires: [code(statement('if (ru) fetch, write', ['anti-analysis', 'file-write', 'network'])), base],
    not: [['a locale and a file', code(statement('if (ru) write', ['anti-analysis', 'file-write'])), base]],
  },
  {
    fact: 'script-for-some',
    fires: [code(statement('if (random() > x) tag.src = u', ['audience', 'remote-script'])), base],
    not: [
      ['a script for everybody', code(statement('tag.src = u', ['remote-script'])), base],
      ['a condition for something else', code(statement('if (random() > x) retry', ['audience'])), base],
    ],
  },
  { fact: 'new-capability', fires: [code(statement('get(u)', ['network'])), base], not: [['an ordinary one', code(statement('env', ['environment'])), base]] },
  {
    fact: 'code-out-of-sight',
    fires: [
      files({ 'package/b.js': { units: [unitOf({ kind: 'statement', text: 'x()', place: { line: 7 } })], traits: [{ name: 'file.out-of-sight', value: 7 }] } }),
      base,
    ],
    not: [
      [
        'no new code there',
        files({
          'package/b.js': { units: [unitOf({ kind: 'statement', text: 'x()', place: { line: 8 } })], traits: [{ name: 'file.out-of-sight', value: 7 }] },
        }),
        base,
      ],
    ],
  },
  {
    fact: 'new-obfuscated-file',
    fires: [files({ 'package/b.js': { units: [statement('_0x')], traits: [{ name: 'javascript.obfuscated', value: 80 }] } }), base],
    not: [
      [
        'minified',
        files({
          'package/b.js': {
            units: [statement('a,b')],
            traits: [
              { name: 'javascript.obfuscated', value: 0 },
              { name: 'javascript.minified', value: true },
            ],
          },
        }),
        base,
      ],
      [
        'obfuscated before',
        files({ 'package/b.js': { units: [statement('_0x2')], traits: [{ name: 'javascript.obfuscated', value: 80 }] } }),
        files({ 'package/b.js': { units: [statement('_0x1')], traits: [{ name: 'javascript.obfuscated', value: 80 }] } }),
      ],
    ],
  },
  {
    fact: 'test-data-used',
    fires: [
      files({ 'package/run.js': { units: [statement('read', [], { imports: ['./test/data.js'] })] }, 'package/test/data.js': { units: [statement('blob')] } }),
      files({ 'package/test/data.js': { units: [statement('blob')] } }),
    ],
    not: [
      [
        'a test uses it',
        files({ 'package/test/a.js': { units: [statement('read', [], { imports: ['./data.js'] })] }, 'package/test/data.js': { units: [statement('blob')] } }),
        base,
      ],
    ],
  },
  {
    fact: 'twin-divergence',
    fires: [
      files({ 'package/a.mjs': { units: old }, 'package/a.cjs': { units: [...old, statement('steal', ['network', 'file-write'])] } }),
      files({ 'package/a.mjs': { units: old }, 'package/a.cjs': { units: old, size: 101 } }),
    ],
    not: [
      [
        'a bundle beside a wrapper',
        files({ 'package/a.mjs': { units: old }, 'package/a.cjs': { units: [...old, statement('steal', ['network', 'file-write'])], size: 900 } }),
        files({ 'package/a.mjs': { units: old }, 'package/a.cjs': { units: old, size: 901 } }),
      ],
      [
        'both in their own words',
        files({
          'package/a.mjs': { units: [...old, statement('import', ['network', 'file-write'])] },
          'package/a.cjs': { units: [...old, statement('require', ['network', 'file-write'])] },
        }),
        files({ 'package/a.mjs': { units: old }, 'package/a.cjs': { units: old, size: 101 } }),
      ],
      [
        'one for browsers, as before',
        files({ 'package/node/a.js': { units: [...old, statement('new', ['network', 'file-write'])] }, 'package/browser/a.js': { units: old } }),
        files({ 'package/node/a.js': { units: [...old, statement('old', ['network', 'file-write'])] }, 'package/browser/a.js': { units: old, size: 101 } }),
      ],
    ],
  },
]
