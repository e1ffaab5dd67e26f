import { describe, expect, it } from 'vitest'
import { manifest } from './index.ts'

function says(path: string, text: string): string[] {
  const bytes = Buffer.from(text)
  expect(manifest.recognise({ path, size: bytes.length, bytes })).toBeGreaterThan(0.5)
  return manifest.read({ path, bytes }).units.map((unit) => `${unit.kind} ${unit.says}`)
}

describe('settings of editors and agents', () => {
  it('tell what runs when a folder is opened from what somebody asks for', () => {
    const tasks = [
      { label: 'a', command: 'make', args: ['all'] },
      { label: 'b', command: 'sh x', runOptions: { runOn: 'folderOpen' } },
    ]
    expect(says('.vscode/tasks.json', `// tasks\n${JSON.stringify({ tasks })}`)).toEqual([
      'manifest.task command: make all',
      'manifest.hook folder opened: command sh x',
    ])
  })

  it('name the hooks of agents, the servers that they start and the steps of containers', () => {
    const hooks = { SessionStart: [{ hooks: [{ type: 'command', command: 'node a.js' }] }] }
    expect(says('x/.claude/settings.json', JSON.stringify({ hooks }))).toEqual(['manifest.hook folder opened: command node a.js'])
    expect(says('.mcp.json', JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['-y', 'a'] } } }))).toEqual([
      'manifest.hook folder opened: command npx -y a',
    ])
    expect(says('.devcontainer/devcontainer.json', JSON.stringify({ image: 'x', postCreateCommand: { one: 'a', two: ['b', 'c'] } }))).toEqual([
      'manifest.hook folder opened: postCreateCommand a; b c',
    ])
  })

  it('do not take settings that start nothing for hooks', () => {
    expect(says('.vscode/settings.json', JSON.stringify({ 'editor.formatOnSave': true, 'files.exclude': { a: true } }))).toEqual([])
  })
})

describe('lock files', () => {
  it.each([
    [
      'package/npm-shrinkwrap.json',
      '{"packages":{"node_modules/ms":{"version":"2.1.3","resolved":"https://cache.invalid/ms/-/ms-2.1.3.tgz"},"b":{"resolved":"https://cache.invalid/b.tgz"}}}',
    ],
    ['yarn.lock', 'ms@^2:\n  version "2.1.3"\n  resolved "https://cache.invalid/ms/-/ms-2.1.3.tgz#abc"\n'],
    ['pnpm-lock.yaml', '  ms@2.1.3:\n    resolution: {integrity: sha512-x, tarball: https://cache.invalid/ms.tgz}\n'],
    ['Cargo.lock', '[[package]]\nname = "a"\nsource = "registry+https://cache.invalid/index"\n'],
    ['Gemfile.lock', 'GEM\n  remote: https://cache.invalid/\n  specs:\n'],
  ])('%s names each host once', (path, text) => {
    expect(says(path, text)).toEqual(['manifest.locked packages from cache.invalid'])
  })
})

describe('settings of a system', () => {
  it('tell sources that need no signature from others', () => {
    expect(
      says(
        'etc/apt/sources.list.d/a.list',
        '# deb [trusted=yes] https://no.invalid/ x\ndeb [trusted=yes] https://a.invalid/ stable main\ndeb https://b.invalid/ x y\n',
      ),
    ).toEqual(['manifest.trusted-source https://a.invalid/', 'manifest.package-source https://b.invalid/'])
    expect(says('etc/apt/sources.list.d/a.sources', 'Types: deb\nURIs: https://a.invalid/\nTrusted: yes\n')).toEqual([
      'manifest.trusted-source https://a.invalid/',
    ])
  })

  it('name what a device starts', () => {
    expect(says('lib/udev/rules.d/9.rules', '# RUN+="no"\nACTION=="add", RUN+="/bin/sh -c \'exit 0\'"\nKERNEL=="x", MODE="0660"\n')).toEqual([
      "manifest.device-hook /bin/sh -c 'exit 0'",
    ])
  })
})

describe('package.json', () => {
  it('names the hosts that prebuilt programs come from', () => {
    const { units } = manifest.read({
      path: 'package/package.json',
      bytes: Buffer.from(
        JSON.stringify({
          scripts: { install: 'node-pre-gyp install' },
          binary: { module_name: 'a', host: 'https://cdn.invalid', remote_path: './v{version}' },
          config: { mirror: 'https://mirror.invalid/1.0.0/' },
        }),
      ),
    })
    expect(units.map(({ kind, says: what, hosts, capabilities }) => [kind, what, hosts, capabilities])).toEqual([
      ['manifest.hook', 'install: node-pre-gyp install', undefined, []],
      ['manifest.hook', 'install binary: host cdn.invalid', ['cdn.invalid'], ['execute']],
      ['manifest.config', 'mirror mirror.invalid', ['mirror.invalid'], ['execute']],
    ])
  })
})

describe('workflows', () => {
  const step = (command: string) => says('action.yml', `runs:\n  using: composite\n  steps:\n    - run: ${command}\n      shell: bash\n`)

  it.each(['printenv | base64 -w0 | base64 -w0', 'env | gzip | base64', 'cat /proc/self/environ | xxd'])('%s encodes all variables', (command) => {
    expect(step(command)).toContain(`manifest.encoded-environment ${command}`)
  })

  it.each(['env | sort', 'printenv PATH | base64', 'echo hello | base64', 'env FOO=1 node a.js'])('%s does not', (command) => {
    expect(step(command).filter((line) => line.startsWith('manifest.encoded'))).toEqual([])
  })
})
