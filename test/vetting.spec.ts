import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clopperPearson } from '../bench/vetting/exact-interval.ts'
import { vetRelease } from '../src/releases/vet.ts'
import type { Vetting } from '../src/releases/vetting.ts'
import { reconstructions } from './reconstructions/index.ts'
import type { Made } from './reconstructions/reconstruction.ts'
import { temporaryFolder } from './support/cli.ts'

/** Known-compromised releases are switched off: what is caught is caught by what it does. A young age holds as a policy and proves nothing. */
const options = { known: false, policy: { ageHours: 0 } }

async function vetted({ steps }: Made): Promise<readonly Vetting[]> {
  const vettings: Vetting[] = []
  for (const step of steps) {
    const release = { artifact: step.new, ...(step.newPublication && { publication: step.newPublication }) }
    const previous = { artifact: step.old, ...(step.oldPublication && { publication: step.oldPublication }) }
    vettings.push((await vetRelease({ release, previous, options })).vetting)
  }
  return vettings
}

function why(vettings: readonly Vetting[]): string {
  return vettings.map(({ word, points, facts }) => `${word} ${points}: ${facts.slice(0, 5).map(({ name }) => name)}`).join(' | ')
}

/** Evasions that this suite runs besides every attack as it was; `node bench/vetting/measure.ts` runs them all. */
const evaded = new Set([
  'node-ipc-2022+concatenated-names',
  'eslint-scope-2018+aliased',
  'event-stream-2018+split-blob',
  'debug-2025+minified',
  'eslint-scope-2018+in-test-file',
  'ua-parser-2021+two-step',
  'remote-loader+escaped-strings',
  'chalk-2025+renamed-chunks',
  'litellm-2026+split-blob',
  '3cx-macos-2023+both-slices',
  '3cx-windows-2023-msi',
])
/** Of the largest bases one stands for the others. */
const large = new Set(['nx-s1ngularity-2025', 'lottie-player-2024', 'tanstack-2026', 'tanstack-2026-payload-only', '3cx-windows-2023-zip'])
const chosen = reconstructions.filter(({ name, evasion }) => (evasion === undefined ? !large.has(name) : evaded.has(name)))

describe('a reconstructed attack', () => {
  it.for(chosen.map(({ name, title }) => [name, title] as const))('%s: %s', async ([name], { skip }) => {
    using folder = temporaryFolder()
    const made = await reconstructions.find((each) => each.name === name)?.make(join(folder.path, 'attack'))
    if (made === undefined || typeof made === 'string') return skip(`it cannot be made here: ${made}`)
    const vettings = await vetted(made)
    expect(
      vettings.some(({ word }) => word !== 'ALLOW'),
      why(vettings),
    ).toBe(true)
  })
})

describe('the benign releases under the attacks', () => {
  const attacks = [
    'axios-2026-dependency',
    'shai-hulud-2025',
    'chalk-2025',
    'node-ipc-2022',
    'event-stream-2018',
    'ultralytics-2024',
    'xz-2024-library',
    '3cx-macos-2023',
  ]
  it.for(attacks)('%s without the attack is not blocked', async (attack, { skip }) => {
    using folder = temporaryFolder()
    const made = await reconstructions.find((each) => each.attack === attack && each.benign)?.benign?.(join(folder.path, 'benign'))
    if (made === undefined || typeof made === 'string') return skip(`it cannot be made here: ${made}`)
    const vettings = await vetted(made)
    expect(
      vettings.every(({ word }) => word !== 'BLOCK'),
      why(vettings),
    ).toBe(true)
  })
})

describe('the exact interval', () => {
  // Values of R's binom.test.
  it.each([
    [0, 100, 0, 0.03621669],
    [5, 100, 0.01643188, 0.1128349],
    [1, 10, 0.002528579, 0.4450161],
  ])('of %i in %i', (hits, trials, low, high) => {
    const [from, until] = clopperPearson(hits, trials)
    expect(from).toBeCloseTo(low, 6)
    expect(until).toBeCloseTo(high, 6)
  })
})
