import { describe, expect, it } from 'vitest'
import { GatehouseError } from '../base/errors.ts'
import { type DrillOptions, drillDefaults, drillOptions } from './options.ts'
import { simulate } from './simulate.ts'

describe('drill options', () => {
  it('fills in what is not given', () => {
    expect(drillOptions({})).toEqual(drillDefaults)
    expect(drillOptions({ hosts: 40 })).toEqual({ ...drillDefaults, hosts: 40 })
  })

  it.each<Partial<DrillOptions>>([
    { hosts: 9 },
    { hosts: 5001 },
    { hosts: 20.5 },
    { hosts: Number.NaN },
    { days: 44 },
    { days: 366 },
    { seed: -1 },
    { seed: 2 ** 32 },
    { activation: 0 },
    { activation: 1.01 },
    { activation: Number.NaN },
    { case: 'solarwinds' as never },
  ])('refuses %o with a hint', (given) => {
    const thrown = catching(() => simulate(given))
    expect(thrown).toBeInstanceOf(GatehouseError)
    expect(thrown).toMatchObject({ code: 'USAGE', hint: expect.stringMatching(/\w/) })
  })
})

function catching(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}
