import { unitOf } from '../../../src/releases/unit.ts'
import { statement } from '../release.ts'
import { base, type Case, files, imported, manifest, native, old, packaged } from './case.ts'

const loader = [unitOf({ kind: 'ifunc', text: 'resolver#0', place: { offset: 0 } })]
const encrypted = [
  { name: 'elf.entropy..rodata', value: 7.98 },
  { name: 'elf.size..rodata', value: 60_000 },
]

export const hooksCases: readonly Case[] = [
  {
    fact: 'new-preinstall',
    fires: [packaged(manifest('hook', 'preinstall: node a.js')), packaged()],
    not: [
      ['there before', packaged(manifest('hook', 'preinstall: node b.js')), packaged(manifest('hook', 'preinstall: node a.js'))],
      ['a script that nobody runs', packaged(manifest('script', 'preinstall: node a.js')), packaged()],
      [
        'in a fixture',
        files({ 'package/lib/template/deep/package.json': { readers: ['manifest'], units: [manifest('hook', 'preinstall: node a.js')] } }),
        base,
      ],
    ],
  },
  {
    fact: 'new-install-hook',
    fires: [packaged(manifest('hook', 'postinstall: node a.js')), packaged()],
    not: [['there before', packaged(manifest('hook', 'postinstall: node a.js --quiet')), packaged(manifest('hook', 'postinstall: node a.js'))]],
  },
  {
    fact: 'new-startup-hook',
    fires: [packaged(manifest('hook', '*: ./extension.js')), packaged()],
    not: [['there before', packaged(manifest('hook', 'onStartupFinished: ./b.js')), packaged(manifest('hook', 'onStartupFinished: ./a.js'))]],
  },
  {
    fact: 'new-prepare-hook',
    fires: [packaged(manifest('hook', 'prepare: npm run build')), packaged()],
    not: [['another hook', packaged(manifest('hook', 'postuninstall: node a.js')), packaged()]],
  },
  {
    fact: 'changed-install-hook',
    fires: [packaged(manifest('hook', 'postinstall: node telemetry.js')), packaged(manifest('hook', 'postinstall: node ./bin/post-install'))],
    not: [
      ['the same', packaged(manifest('hook', 'postinstall: node a.js')), packaged(manifest('hook', 'postinstall: node a.js'))],
      ['prepare does not run at installation', packaged(manifest('hook', 'prepare: b')), packaged(manifest('hook', 'prepare: a'))],
    ],
  },
  {
    fact: 'grown-install-hook',
    fires: [
      files({
        'package/package.json': { readers: ['manifest'], units: [manifest('hook', 'postinstall: node a.js', { files: ['a.js'] })] },
        'package/a.js': { units: [...old, statement('spy', ['network'])] },
      }),
      files({
        'package/package.json': { readers: ['manifest'], units: [manifest('hook', 'postinstall: node a.js', { files: ['a.js'] })] },
        'package/a.js': { units: old },
      }),
    ],
    not: [
      [
        'new code of no note',
        files({
          'package/package.json': { readers: ['manifest'], units: [manifest('hook', 'postinstall: node a.js', { files: ['a.js'] })] },
          'package/a.js': { units: [...old, statement('log')] },
        }),
        files({
          'package/package.json': { readers: ['manifest'], units: [manifest('hook', 'postinstall: node a.js', { files: ['a.js'] })] },
          'package/a.js': { units: old },
        }),
      ],
      ['a file that no hook runs', files({ 'package/a.js': { units: [...old, statement('spy', ['network'])] } }), files({ 'package/a.js': { units: old } })],
    ],
  },
  {
    fact: 'grown-maintainer-script',
    fires: [
      files({ 'control/postinst': { readers: ['shell'], units: [statement('curl', ['network'], { kind: 'shell.hook' })] } }),
      files({ 'control/postinst': { readers: ['shell'], units: [] } }),
    ],
    not: [
      [
        'an ordinary script',
        files({ 'usr/bin/tool': { readers: ['shell'], units: [statement('curl', ['network'], { kind: 'shell.command' })] } }),
        files({ 'usr/bin/tool': { readers: ['shell'], units: [] } }),
      ],
    ],
  },
  {
    fact: 'new-custom-action',
    fires: [
      files({ 'a.msi': { readers: ['msi'], units: [statement('run x.exe', [], { kind: 'custom-action' })] } }),
      files({ 'a.msi': { readers: ['msi'], units: [] } }),
    ],
    not: [
      [
        'there before',
        files({ 'a.msi': { readers: ['msi'], units: [statement('run x.exe', [], { kind: 'custom-action' })], size: 7 } }),
        files({ 'a.msi': { readers: ['msi'], units: [statement('run x.exe', [], { kind: 'custom-action' })] } }),
      ],
    ],
  },
  {
    fact: 'new-startup-file',
    fires: [files({ 'tool_init.pth': { readers: ['python'], units: [statement('import os; exec(x)', ['evaluate'])] } }), base],
    not: [
      ['a path only', files({ 'tool.pth': { readers: ['python'], units: [] } }), base],
      ['a module', files({ 'tool/init.py': { readers: ['python'], units: [statement('exec(x)', ['evaluate'])] } }), base],
    ],
  },
  {
    fact: 'new-build-step',
    fires: [
      files({ 'm4/build-to-host.m4': { readers: ['shell'], units: [statement('eval $x | sh', ['evaluate', 'shell'])] } }),
      files({ 'm4/build-to-host.m4': { readers: ['shell'], units: [] } }),
    ],
    not: [
      [
        'a check for a header',
        files({ 'm4/build-to-host.m4': { readers: ['shell'], units: [statement('AC_CHECK_HEADER([x.h])')] } }),
        files({ 'm4/build-to-host.m4': { readers: ['shell'], units: [] } }),
      ],
    ],
  },
  {
    fact: 'native-armed-loader',
    fires: [files(native('lib/a.so.2', [...loader, imported('dlsym', 'dynamic-import')], encrypted)), files(native('lib/a.so.2', []))],
    not: [
      ['variants for processors only', files(native('lib/a.so.2', loader)), files(native('lib/a.so.2', []))],
      ['compressed data only', files(native('lib/a.so.2', [], encrypted)), files(native('lib/a.so.2', []))],
      ['no means to run it', files(native('lib/a.so.2', loader, encrypted)), files(native('lib/a.so.2', []))],
    ],
  },
]
