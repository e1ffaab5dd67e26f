import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, it } from 'vitest'
import { versionSamples } from '../../../test/support/version-samples.ts'
import { compareIn } from './compare.ts'
import { containsSpecifiers } from './ranges/python-specifiers.ts'

const seed = 20_260_701

function pairsOf(ecosystem: string, count: number): readonly (readonly [string, string])[] {
  const sample = versionSamples[ecosystem] ?? fc.constant('')
  return fc.sample(fc.tuple(sample, sample), { numRuns: count, seed })
}

function ours(ecosystem: string, pairs: readonly (readonly [string, string])[]): readonly string[] {
  return pairs.map(([a, b]) => `${a} ${compareIn(ecosystem, a, b)} ${b}`)
}

function without(tool: string, missing: boolean): boolean {
  if (missing) console.warn(`skipped: ${tool} is not on this machine`)
  return missing
}

const run = (command: string, args: readonly string[], input = '') => spawnSync(command, args, { encoding: 'utf8', input, maxBuffer: 32e6 })
const mavenLibraries = '/usr/share/maven/lib'
const mavenJars = existsSync(mavenLibraries) ? readdirSync(mavenLibraries).filter((name) => /^(?:maven-artifact|commons-lang3)/.test(name)) : []

describe('agrees with npm’s own package semver', () => {
  it('on 2,000 pairs', () => {
    const pairs = pairsOf('npm', 2000)
    expect(ours('npm', pairs)).toEqual(pairs.map(([a, b]) => `${a} ${semver.compare(a, b)} ${b}`))
  })
})

describe.skipIf(without('dpkg', run('dpkg', ['--version']).status !== 0))('agrees with dpkg', () => {
  it('on 600 pairs', () => {
    const pairs = pairsOf('debian', 600)
    const script =
      'while IFS=" " read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then o=-1; elif dpkg --compare-versions "$a" eq "$b"; then o=0; else o=1; fi; echo "$a $o $b"; done'
    const input = pairs.map((pair) => pair.join(' ')).join('\n')
    expect(ours('debian', pairs)).toEqual(run('bash', ['-c', script], `${input}\n`).stdout.trim().split('\n'))
  })
})

describe.skipIf(without('rpm', run('rpm', ['--version']).status !== 0))('agrees with rpm', () => {
  it('on 3,000 pairs', () => {
    const pairs = pairsOf('rpm', 3000).map(([a, b]) => [a.split('-')[0] ?? '', b.split('-')[0] ?? ''] as const)
    const theirs = chunks(pairs, 500).flatMap((chunk) => {
      const lua = chunk.map(([a, b]) => `print("${a} "..rpm.vercmp("${a}","${b}").." ${b}\\n")`).join(' ')
      return run('rpm', ['--eval', `%{lua: ${lua}}`])
        .stdout.trim()
        .split('\n')
    })
    const inequal = ours('rpm', pairs).filter((line, index) => line !== theirs[index])
    expect(theirs).toHaveLength(pairs.length)
    expect(inequal).toEqual([])
  })
})

describe.skipIf(without('Python’s packaging', run('python3', ['-c', 'import packaging.version']).status !== 0))('agrees with Python’s packaging', () => {
  it('on 3,000 pairs', () => {
    const pairs = pairsOf('pypi', 3000)
    const script =
      'import json,sys\nfrom packaging.version import Version as V\nprint(json.dumps([f"{a} {(V(a)>V(b))-(V(a)<V(b))} {b}" for a,b in json.load(sys.stdin)]))'
    expect(ours('pypi', pairs)).toEqual(JSON.parse(run('python3', ['-c', script], JSON.stringify(pairs)).stdout))
  })

  it('on 3,000 specifiers', () => {
    const clause = fc.tuple(fc.constantFrom('==', '!=', '<=', '>=', '<', '>', '~='), versionSamples.pypi ?? fc.constant(''), fc.constantFrom('', '', '.*'))
    const clauses = fc
      .array(
        clause.map((parts) => parts.join('')),
        { minLength: 1, maxLength: 2 },
      )
      .map((all) => all.join(','))
    const cases = fc.sample(fc.tuple(clauses, versionSamples.pypi ?? fc.constant('')), { numRuns: 3000, seed })
    const script = [
      'import json,sys',
      'from packaging.specifiers import SpecifierSet as S, InvalidSpecifier as I',
      'def told(s,v):',
      ' try: return S(s).contains(v,prereleases=True)',
      ' except I: return None',
      'print(json.dumps([[s,v,told(s,v)] for s,v in json.load(sys.stdin)]))',
    ].join('\n')
    const theirs = JSON.parse(run('python3', ['-c', script], JSON.stringify(cases)).stdout) as readonly [string, string, boolean | null][]
    expect(theirs.filter(([, , told]) => told === true).length).toBeGreaterThan(300)
    expect(theirs.filter(([specifiers, version, told]) => (containsSpecifiers(specifiers, version) ?? null) !== told)).toEqual([])
  })
})

describe.skipIf(without('Maven', run('java', ['-version']).status !== 0 || mavenJars.length < 2))('agrees with Maven', () => {
  it('on 1,500 pairs', () => {
    const versions = pairsOf('maven', 1500).flat()
    const path = mavenJars.map((name) => join(mavenLibraries, name)).join(':')
    const output = run('java', ['-XX:TieredStopAtLevel=1', '-cp', path, 'org.apache.maven.artifact.versioning.ComparableVersion', ...versions]).stdout
    const theirs = [...output.matchAll(/^ {3}(\S+) (<|==|>) (\S+)$/gm)].map(([, a = '', sign, b = '']) => ({
      a,
      b,
      order: sign === '<' ? -1 : sign === '>' ? 1 : 0,
    }))
    expect(theirs).toHaveLength(versions.length - 1)
    expect(theirs.filter(({ a, b, order }) => compareIn('Maven', a, b) !== order)).toEqual([])
  })
})

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
