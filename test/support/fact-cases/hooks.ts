import { unitOf } from '../../../src/releases/unit.ts'
import { statement } from '../release.ts'
import { base, type Case, files, imported, manifest, native, old, packaged } from './case.ts'

const loader = [unitOf({ kind: 'ifunc', text: 'resolver#0', place: { offset: 0 } })]
const encrypted = [
  { name: 'elf.entropy..rodata', value: 7.98 },
  { name: 'elf.size..rodata', value: 60_000 },
]

/** A script of the package manager with these commands, and files that it may start. */
function maintained(...commands: string[]) {
  return files({
    'control.tar.xz!/postinst': { readers: ['shell'], units: commands.map((command) => statement(command, [], { kind: 'shell.hook' })) },
    'data.tar.xz!/usr/share/hello/data': { readers: [], size: 40 },
    'data.tar.xz!/usr/bin/hello': { readers: ['elf'], size: 41 },
  })
}

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
    fact: 'first-install-hook',
    fires: [packaged(manifest('hook', 'postinstall: node a.js')), packaged()],
    not: [
      ['another hook was there', packaged(manifest('hook', 'postinstall: node a.js')), packaged(manifest('hook', 'install: node b.js'))],
      ['native parts are built', packaged(manifest('hook', 'install: node-gyp-build')), packaged()],
      ['native parts are fetched', packaged(manifest('hook', 'install: prebuild-install || node-gyp rebuild')), packaged()],
      ['for maintainers', packaged(manifest('hook', 'prepare: husky')), packaged()],
    ],
  },
  {
    fact: 'shadowing-command',
    fires: [packaged(manifest('command', 'npm: lib/np.js')), packaged()],
    not: [
      ['a name of its own', packaged(manifest('command', 'example: lib/np.js')), packaged()],
      ['a name that nobody else has', packaged(manifest('command', 'semver-range: a.js')), packaged()],
      ['there before', packaged(manifest('command', 'npm: lib/b.js')), packaged(manifest('command', 'npm: lib/a.js'))],
      [
        'the tool itself',
        { ...packaged(manifest('command', 'npm: bin/npm.js')), identity: { ecosystem: 'npm', name: '@scope/npm', version: '1.0.0' } },
        packaged(),
      ],
    ],
  },
  {
    fact: 'new-foothold',
    fires: [files({ 'data.tar.xz!/etc/ld.so.preload': { readers: [] } }), base],
    not: [
      ['there before', files({ 'data.tar.xz!/etc/ld.so.preload': { readers: [], size: 7 } }), files({ 'data.tar.xz!/etc/ld.so.preload': { readers: [] } })],
      ['elsewhere', files({ 'data.tar.xz!/usr/share/doc/a/etc/ld.so.preload': { readers: [] } }), base],
      ['a source that is signed', packaged(manifest('package-source', 'https://apt.invalid/')), packaged()],
    ],
  },
  {
    fact: 'elevated-file',
    fires: [files({ 'usr/lib/a/helper': { readers: ['elf'], mode: 0o4755 } }), files({ 'usr/lib/a/helper': { readers: ['elf'], mode: 0o755 } })],
    not: [
      ['so before', files({ 'usr/bin/a': { readers: ['elf'], mode: 0o4755, size: 7 } }), files({ 'usr/bin/a': { readers: ['elf'], mode: 0o4755 } })],
      ['as others', files({ 'usr/bin/a': { readers: ['elf'], mode: 0o755 } }), base],
    ],
  },
  {
    fact: 'script-gives-rights',
    fires: [maintained('chmod u+s /usr/bin/hello'), maintained()],
    not: [
      ['an ordinary mode', maintained('chmod 0755 /usr/bin/hello'), maintained()],
      ['an ordinary account', maintained('useradd -r -M hello'), maintained()],
      ['there before', maintained('chmod 4755 /usr/bin/hello', 'ldconfig'), maintained('chmod 4755 /usr/bin/hello')],
    ],
  },
  {
    fact: 'script-starts-file',
    fires: [maintained('/usr/share/hello/data --daemon >/dev/null 2>&1'), maintained()],
    not: [
      ['a program', maintained('/usr/bin/hello --setup'), maintained()],
      ['of another package', maintained('sh /usr/share/debconf/confmodule'), maintained()],
      ['named only', maintained('rm -f /usr/share/hello/data'), maintained()],
    ],
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
