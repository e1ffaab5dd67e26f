import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Figure } from '../model/figure.ts'
import type { Finding } from '../model/finding.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Incident } from '../model/incident.ts'
import type { PosturePart } from '../model/posture.ts'
import type { Vetting } from '../releases/vetting.ts'
import type { figure } from './figure.ts'
import type { finding } from './finding.ts'
import type { hunt } from './hunt.ts'
import type { incident } from './incident.ts'
import { operations } from './operations.ts'
import type { posturePart } from './posture.ts'
import type { vetting } from './software.ts'

/** Does not compile when the contract lets less through than there is, such as a new kind of figure. */
type Covers<Model, Schema extends z.ZodType> = Model extends z.output<Schema> ? true : never
const covered: readonly [
  Covers<Figure, typeof figure>,
  Covers<Finding, typeof finding>,
  Covers<Hunt, typeof hunt>,
  Covers<Incident, typeof incident>,
  Covers<PosturePart, typeof posturePart>,
  Covers<Vetting, typeof vetting>,
] = [true, true, true, true, true, true]

describe('the contract', () => {
  it('lets everything through that the model has', () => {
    expect(covered).not.toContain(false)
  })

  it('has one operation for each method and path, under its own name', () => {
    const all = Object.entries(operations)
    expect(new Set(all.map(([, { method, path }]) => `${method} ${path}`)).size).toBe(all.length)
    expect(all.filter(([name, { id }]) => name !== id)).toEqual([])
  })

  it('declares every parameter of a path', () => {
    for (const one of Object.values(operations)) {
      const named = [...one.path.matchAll(/:(\w+)/g)].map((match) => match[1])
      expect(Object.keys('params' in one ? one.params.shape : {}).sort()).toEqual(named.sort())
    }
  })

  it('changes nothing by GET, and asks people alone for a second factor', () => {
    for (const { method, access, ...one } of Object.values(operations)) {
      if (method === 'GET') expect('body' in one).toBe(false)
      if (!('public' in access) && 'stepUp' in access) expect('scope' in access).toBe(false)
    }
  })
})
