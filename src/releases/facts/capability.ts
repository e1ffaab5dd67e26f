import { type Capability, capabilities } from '../capability.ts'
import { alike } from './alike.ts'
import type { FactRule } from './evidence.ts'
import { unitSign } from './unit-sign.ts'

/** Capabilities that are told but weigh nothing alone: nearly every program gains one some day. */
const ordinary: ReadonlySet<Capability> = new Set([
  'environment',
  'file-read',
  'decode',
  'host-information',
  'delay',
  'hook',
  'key-material',
  'remote-script',
  'payment-address',
  'audience',
  'concealed-name',
  'stored-code',
  'name-query',
])

/** Class C: what the package as a whole could not do before. */
export const capabilityFacts: readonly FactRule[] = [
  {
    name: 'new-capability',
    class: 'C',
    title: 'The package can do something it could not',
    innocentIf: 'the notes of the release announce it',
    absolute: false,
    *find({ comparison }) {
      for (const capability of comparison.gained.filter((gained) => !ordinary.has(gained))) {
        const unit = comparison.novel.find(({ capabilities: has }) => has.includes(capability))
        if (unit === undefined) continue
        yield {
          ...unitSign(unit, `For the first time the package ${capabilities[capability]}.`),
          before: 'nowhere',
          among: alike(comparison, unit),
        }
      }
    },
  },
]
