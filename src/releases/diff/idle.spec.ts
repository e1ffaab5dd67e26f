import { describe, expect, it } from 'vitest'
import { compared, statement } from '../../../test/support/release.ts'

const step = statement('npm publish', ['publish', 'credentials'])

function live(files: Readonly<Record<string, object>>, ecosystem = 'npm') {
  const { now } = compared({ identity: { ecosystem, name: 'a', version: '1.0.0' }, files })
  return now.files.filter((file) => file.live).map(({ path }) => path)
}

describe('what a repository is built and edited with', () => {
  it('does not run where the package is installed', () => {
    expect(
      live({ 'package/package.json': {}, 'package/.github/workflows/release.yml': { units: [step] }, 'package/.vscode/tasks.json': { units: [step] } }),
    ).toEqual(['package/package.json'])
  })

  it('runs in the sources of the repository', () => {
    expect(live({ 'package.json': {}, '.github/workflows/release.yml': { units: [step] } })).toHaveLength(2)
    expect(live({ '.vscode/tasks.json': { units: [step] } }, 'file')).toHaveLength(1)
  })

  it('counts when code of the package starts it', () => {
    const call = { ...statement('run'), files: ['.github/run.js'] }
    expect(live({ 'package/package.json': {}, 'package/a.js': { units: [call] }, 'package/.github/run.js': { units: [step] } })).toContain(
      'package/.github/run.js',
    )
  })
})
