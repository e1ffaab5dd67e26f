import { hunt, huntList, newHunt } from '../hunt.ts'
import { accepted } from '../job.ts'
import { operation } from '../operation.ts'
import { byId, look, start } from './shared.ts'

export const huntsOperations = {
  listHunts: operation({
    id: 'listHunts',
    method: 'GET',
    path: '/hunts',
    tag: 'hunts',
    says: 'Every hunt that is kept, with its last answer.',
    access: look,
    answer: huntList,
  }),
  getHunt: operation({
    id: 'getHunt',
    method: 'GET',
    path: '/hunts/:id',
    tag: 'hunts',
    says: 'The whole answer to one hunt.',
    access: look,
    params: byId,
    answer: hunt,
  }),
  startHunt: operation({
    id: 'startHunt',
    method: 'POST',
    path: '/hunts',
    tag: 'hunts',
    says: 'Hunts for uploaded advisories.',
    access: start,
    body: newHunt,
    status: 202,
    answer: accepted,
  }),
  repeatHunts: operation({
    id: 'repeatHunts',
    method: 'POST',
    path: '/hunts/again',
    tag: 'hunts',
    says: 'Hunts again for everything that was ever asked.',
    access: start,
    status: 202,
    answer: accepted,
  }),
} as const
