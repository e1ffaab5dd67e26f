import { isoFromSeconds } from '../base/time.ts'
import { accountEvidence } from './accounts/index.ts'
import { agents } from './agents.ts'
import { accountsCase } from './cases/accounts.ts'
import { benignRollout } from './cases/benign-rollout.ts'
import type { DrillCase } from './cases/case.ts'
import { magicLineCase } from './cases/magicline.ts'
import { none } from './cases/none.ts'
import { softphoneCase } from './cases/softphone.ts'
import { makeCatalogue } from './catalogue.ts'
import { contactsOf, type Outfit } from './contacts.ts'
import { dataSync, downloads } from './files.ts'
import { ordinaryHabits } from './habits.ts'
import { leasedAddress, makeHosts } from './hosts.ts'
import { news } from './life.ts'
import { type CaseName, type DrillOptions, drillOptions } from './options.ts'
import type { Contact, DrillAnswer, Organisation, Visit } from './organisation.ts'
import { products } from './products.ts'
import { rollOut } from './rollout.ts'
import { makePlan, type Plan, visitsOf } from './visits.ts'
import { hostAt, makeWorld, type World } from './world.ts'

const cases: Readonly<Record<CaseName, DrillCase>> = {
  '3cx': softphoneCase,
  magicline: magicLineCase,
  'benign-rollout': benignRollout,
  accounts: accountsCase,
  none,
}

/**
 * An organisation, its software and its traffic, wholly decided by the options. Nothing is written, and nothing is expanded
 * before it is asked for. Throws USAGE for options out of range.
 */
export function simulate(given: Partial<DrillOptions> = {}): Organisation {
  const options = drillOptions(given)
  const world = makeWorld(options, makeHosts(options))
  const story = cases[options.case]
  const set = story.products(world)
  const named = new Set(set.map(({ product }) => product.product))
  const ordinary = products.filter(({ product }) => !named.has(product))
  const installations = [
    ...ordinary.flatMap((product) => rollOut(world, product)),
    ...set.flatMap(({ product, releases }) => rollOut(world, product, releases)),
  ]
  const inUse = [...ordinary, ...set.map(({ product }) => product)]
  const told = story.tell(world, installations)
  const catalogue = makeCatalogue(options)
  const fresh = news(world, catalogue)
  const plan = makePlan(
    world,
    catalogue,
    [...ordinaryHabits(world, installations, inUse), ...fresh.habits, ...told.habits],
    [...downloads(world, installations, inUse), ...dataSync(world), ...fresh.appointments, ...told.appointments],
  )
  const outfit: Outfit = { addressOn: addresses(world), agentOf: agents(world, installations) }
  const answer: DrillAnswer = {
    gatehouse: 'drill-answer',
    case: options.case,
    options,
    start: isoFromSeconds(world.start),
    end: isoFromSeconds(world.end),
    ...told.answer,
    dropped: told.dropped ?? [],
  }
  const accounts = options.case === 'accounts' ? accountEvidence(world.hosts, answer) : undefined
  return {
    options,
    hosts: world.hosts,
    installations,
    start: world.start,
    end: world.end,
    answer: { ...answer, ...(accounts && { accounts: accounts.planted }) },
    ...(accounts && { accounts }),
    visits: () => allVisits(plan),
    visitsOn: (day) => visitsOf(plan, day),
    contacts: () => allContacts(plan, outfit),
    contactsOn: (day) => contactsOn(plan, outfit, day),
    addressOn: outfit.addressOn,
  }
}

function* allVisits(plan: Plan): Generator<Visit> {
  for (let day = 0; day < plan.world.options.days; day++) yield* visitsOf(plan, day)
}

function* allContacts(plan: Plan, outfit: Outfit): Generator<Contact> {
  for (let day = 0; day < plan.world.options.days; day++) yield* contactsOn(plan, outfit, day)
}

function contactsOn(plan: Plan, outfit: Outfit, day: number): readonly Contact[] {
  return visitsOf(plan, day)
    .flatMap((visit) => contactsOf(plan.world, visit, outfit))
    .sort((a, b) => a.time - b.time || a.visit.host - b.visit.host)
}

function addresses(world: World): Outfit['addressOn'] {
  return (host, day) => {
    const computer = hostAt(world, host)
    return computer.leased ? leasedAddress(host, day, world.options) : computer.ip
  }
}
