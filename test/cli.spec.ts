import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { writeConnLog } from '../bench/conn-log.ts'
import type { Assessment } from '../src/report/assessment.ts'
import { run, start, temporaryFolder } from './support/cli.ts'
import { connLog } from './support/zeek-log.ts'

async function assess(folder: string, ...args: readonly string[]) {
  const ended = await run('assess', folder, '--workspace', join(folder, '.gatehouse'), ...args)
  return { ...ended, assessment: args.includes('--json') && ended.stdout !== '' ? (JSON.parse(ended.stdout) as Assessment) : undefined }
}

describe('gatehouse', () => {
  it('shows what there is, examples first', async () => {
    const { stdout, code } = await run('--help')
    expect(code).toBe(0)
    expect(stdout.indexOf('gatehouse assess')).toBeLessThan(stdout.indexOf('Usage'))
    const help = await run('assess', '--help')
    expect(help.stdout).toMatch(/^Examples:/)
  })

  it.each([
    [['assess'], /missing required argument/],
    [['assess', '.', '--colour'], /unknown option '--colour'/],
    [['guess', '.'], /unknown command 'guess'/],
    [['assess', '.', '--fail-on', 'grave'], /failOn cannot be "grave"/],
    [['assess', '/nowhere/at/all'], /there is no \/nowhere\/at\/all/],
    [['drill', '/tmp/x', '--hosts', 'many'], /--hosts must be a whole number/],
    [['drill', '/tmp/x', '--case', 'solarwinds'], /there is no drill case/],
  ])('says what is wrong with %j', async (args, message) => {
    using folder = temporaryFolder()
    const { code, stderr, stdout } = await start(args, { env: { GATEHOUSE_WORKSPACE: join(folder.path, 'w') } }).ended
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('shows where each setting came from', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'gatehouse.yaml'), 'lake: { memory: 2GB }\nfailOn: high\n')
    const { stdout } = await start(['config', 'show', '--workspace', 'there'], { cwd: folder.path, env: { GATEHOUSE_FAIL_ON: 'low' } }).ended
    expect(stdout).toContain('workspace = "there"\n    from --workspace')
    expect(stdout).toContain('lake.memory = 2000000000\n    from gatehouse.yaml')
    expect(stdout).toContain('failOn = "low"\n    from GATEHOUSE_FAIL_ON')
  })

  it.each([
    ['lake: { memry: 1 }', /a setting that does not exist: lake.memry/],
    ['analyses: { becon: {} }', /there is no analysis becon/],
    ['lake: { memory: lots }', /lake.memory cannot be "lots"/],
    ['- a list', /must hold settings/],
    ['a: [', /not valid YAML/],
  ])('refuses the settings %s', async (yaml, message) => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'gatehouse.yaml'), yaml)
    const { stderr, code } = await start(['assess', '.'], { cwd: folder.path }).ended
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })
})

describe('gatehouse assess', () => {
  it('cannot tell from an empty folder, and says what is missing', async () => {
    using folder = temporaryFolder()
    const { stdout, code } = await assess(folder.path)
    expect(stdout).toContain('CANNOT TELL')
    expect(stdout).toContain('Add logs of a network sensor')
    expect(code).toBe(3)
  })

  it('adds nothing the second time and says so', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'conn.log'), connLog(['a', 'b']))
    const first = await assess(folder.path, '--json')
    expect(first.assessment?.intake).toMatchObject({ files: 1, added: 1, rows: 2 })
    expect(first.code).toBe(0)
    const second = await assess(folder.path)
    expect(second.stdout).toMatch(/read 0 new rows/)
    expect(second.stdout).toContain('NOT SEEN')
  })

  it('writes a report of one file, and complains where it cannot', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'logs'))
    writeFileSync(join(folder.path, 'logs', 'conn.log'), connLog(['a']))
    const report = join(folder.path, 'report.html')
    expect((await assess(join(folder.path, 'logs'), '--report', report)).code).toBe(0)
    expect(readFileSync(report, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i)
    const wrong = await assess(join(folder.path, 'logs'), '--report', join(folder.path, 'missing', 'report.html'))
    expect(wrong.stderr).toContain('OUTPUT_UNWRITABLE')
    expect(wrong.code).toBe(3)
    const full = await assess(join(folder.path, 'logs'), '--report', '/dev/full')
    expect(full.stderr).toContain('OUTPUT_UNWRITABLE')
  })

  it('keeps markup, control characters and separators in evidence inert', async () => {
    using folder = temporaryFolder()
    const service = '\x1b[31m<script>alert(1)</script>|\u202e'
    writeFileSync(join(folder.path, '<b>bad|name.log'), `${connLog(['a']).replaceAll('ssl', service)}\x1b]0;title\x07<img src=x onerror=alert(1)>\n`)
    const report = join(folder.path, 'report.html')
    const { stdout } = await assess(folder.path, '--report', report)
    expect(stdout).not.toContain('\x1b')
    const html = readFileSync(report, 'utf8')
    expect(html).not.toMatch(/<script|<img|<b>bad/)
    expect(html).toContain('&lt;img src=x')
  })

  it('lets one run at a time into a workspace', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, '.gatehouse')
    mkdirSync(workspace)
    using lock = new DatabaseSync(join(workspace, 'lock.sqlite'))
    lock.exec('BEGIN EXCLUSIVE')
    const { stderr, code } = await assess(folder.path)
    expect(stderr).toContain('another gatehouse works in')
    expect(stderr).toContain('WORKSPACE_LOCKED')
    expect(code).toBe(3)
  })

  it('loses no row and doubles none when it is killed at any moment', async () => {
    using folder = temporaryFolder()
    const rows = 600_000
    await writeConnLog(join(folder.path, 'conn.log.gz'), { rows, seed: 3, start: 1_704_067_200, seconds: 3600, hosts: 50, destinations: 100 })
    const workspace = join(folder.path, '.gatehouse')
    let killed = 0
    for (const delay of [600, 900, 1200, 1500, 2000]) {
      const { child, ended } = start(['assess', folder.path, '--workspace', workspace])
      await Promise.race([setTimeout(delay), ended])
      child.kill('SIGKILL')
      if ((await ended).signal === 'SIGKILL') killed += 1
    }
    expect(killed).toBeGreaterThan(2)
    const { assessment } = await assess(folder.path, '--json')
    const connections = assessment?.coverage.filter((coverage) => coverage.table === 'connection') ?? []
    expect(connections.map((coverage) => coverage.rows)).toEqual([rows])
    expect(assessment?.intake.sources[0]).toMatchObject({ outcome: 'succeeded', rows: { connection: rows } })
  })

  it('ends on Ctrl-C with 130 and goes on the next time', async () => {
    using folder = temporaryFolder()
    const rows = 300_000
    await writeConnLog(join(folder.path, 'conn.log.gz'), { rows, seed: 4, start: 1_704_067_200, seconds: 3600, hosts: 50, destinations: 100 })
    const { child, ended } = start(['assess', folder.path, '--workspace', join(folder.path, '.gatehouse')])
    while (!existsSync(join(folder.path, '.gatehouse', 'scratch'))) await setTimeout(20)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(stderr).toContain('run the same command again to go on')
    expect(code).toBe(130)
    const { assessment } = await assess(folder.path, '--json')
    expect(assessment?.coverage.find((coverage) => coverage.table === 'connection')?.rows).toBe(rows)
  })

  it('says that the disk is full, and goes on when there is room', async (context) => {
    using folder = temporaryFolder()
    const small = join(folder.path, 'small')
    mkdirSync(small)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0) {
      context.skip('a small file system cannot be mounted here')
    }
    try {
      const log = { rows: 300_000, seed: 5, start: 1_704_067_200, seconds: 3600, hosts: 50, destinations: 100 }
      await writeConnLog(join(folder.path, 'conn.log.gz'), log)
      const args = ['assess', join(folder.path, 'conn.log.gz'), '--workspace', join(small, 'w')]
      const { stderr, code } = await run(...args)
      expect(stderr).toContain('DISK_FULL')
      expect(code).toBe(3)
      spawnSync('mount', ['-o', 'remount,size=400m', small])
      const { stdout } = await run(...args, '--json')
      const { coverage } = JSON.parse(stdout) as Assessment
      expect(coverage.find((one) => one.table === 'connection')?.rows).toBe(log.rows)
    } finally {
      spawnSync('umount', ['-l', small])
    }
  })

  it('names a file that it may not read, and reads the others', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'closed.log'), connLog(['a']))
    writeFileSync(join(folder.path, 'open.log'), connLog(['b']))
    chmodSync(join(folder.path, 'closed.log'), 0)
    chmodSync(folder.path, 0o777)
    // Root may read everything: the program then runs as nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    const { stdout } = await start(['assess', folder.path, '--workspace', join(folder.path, 'w'), '--json'], nobody).ended
    const { intake } = JSON.parse(stdout) as Assessment
    expect(intake.skipped).toEqual([{ file: 'closed.log', why: expect.stringContaining('EACCES') }])
    expect(intake.rows).toBe(1)
  })
})
