import { daySeconds } from '../calendar.ts'
import { madeUpFile } from '../files.ts'
import { indexOf } from '../habits.ts'
import type { DrillAnswer, DrillInstallation } from '../organisation.ts'
import { magicLine, softphone } from '../products.ts'
import { stream } from '../random.ts'
import { inside, outside, regular, traffics } from '../site.ts'
import { type Appointment, type Habit, holdersOf, hostAt, stayAfter, type World } from '../world.ts'
import { activatedOf, type DrillCase, destinationsOf } from './case.ts'

const vulnerable = '1.0.0.26'
const fixed = '1.0.0.27'
const hole = 'www.morning-courier.example'
const channel = 'relay-gateway.invalid'
const innerChannel = 'patch-courier.invalid'

/**
 * CVE-2023-45797 as the joint advisory of NCSC and NIS (23 November 2023) tells it: a news site sends chosen visitors an
 * exploit for an add-on that has long been there; the command channel is new; a zero-day in the data-sync pushes code into the
 * separated network, whose report home is refused by policy. No indicators were published: the names are ours.
 */
export const magicLineCase: DrillCase = {
  name: 'magicline',
  products: (world) => [
    { product: softphone, releases: [] },
    { product: magicLine, releases: [{ version: fixed, time: world.start + Math.round(0.25 * world.options.days) * daySeconds + 9 * 3600, share: 0.35 }] },
  ],
  tell(world, installations) {
    const from = world.start + Math.round(0.55 * world.options.days) * daySeconds
    const held = holdersOf(installations, magicLine.product, vulnerable).filter((one) => (one.until ?? world.end) > from + 5 * daySeconds)
    const woken = exploited(world, held, from)
    const outer = woken.map(({ one, time }) => commandChannel(world, one.host, time))
    const inner = woken.length > 0 ? pushInward(world, woken[0]?.one.host ?? 0, from + 6 * daySeconds) : { appointments: [], habits: [], files: [] }
    const appointments = [...readers(world), ...outer.flatMap((part) => part.appointments), ...inner.appointments]
    return {
      habits: [...outer.map((part) => part.habit), ...inner.habits],
      appointments,
      answer: {
        story: `A news site that many read sent an exploit to visitors with ${magicLine.product} ${vulnerable}; ${woken.length} hosts opened a command channel. Through the data-sync, code was pushed into the separated network, where its report home was refused.`,
        culprit: { product: magicLine.product, vendor: magicLine.vendor, versions: [vulnerable] },
        hostile: true,
        activated: activatedOf(world, woken),
        destinations: destinationsOf(
          world,
          appointments.filter(({ time, site }) => site.name !== hole || time >= from),
          new Map([
            [hole, 'watering hole: a news site that many read'],
            [channel, 'command channel'],
            [innerChannel, 'report from the separated network, refused'],
          ]),
        ),
        files: inner.files,
      },
    }
  },
}

const newsSite = outside(hole, traffics.pages)

/** Two in five read the news every second day, all through the drill: the watering hole itself is nothing new. */
function readers(world: World): readonly Appointment[] {
  const random = stream([world.options.seed, 911])
  const hosts = world.hosts.flatMap((host, index) => (['server', 'separated'].includes(host.role) || !random.chance(0.4) ? [] : [index]))
  return hosts.flatMap((host) =>
    Array.from({ length: Math.ceil(world.options.days / 2) }, (_, number) => stayAfter(world, host, world.start + number * 2 * daySeconds)).flatMap((stay) =>
      stay ? [{ host, site: newsSite, time: random.between(stay.workFrom, stay.workUntil - 300) }] : [],
    ),
  )
}

interface Exploited {
  readonly one: DrillInstallation
  readonly time: number
}

/** The share of the holders that visit within four days and are answered with the exploit. */
function exploited(world: World, held: readonly DrillInstallation[], from: number): readonly Exploited[] {
  const random = stream([world.options.seed, 912])
  const reachable = held.filter((one) => !['server', 'separated'].includes(hostAt(world, one.host).role))
  const chosen = random.shuffled(reachable).slice(0, Math.max(1, Math.round(world.options.activation * reachable.length)))
  return chosen.flatMap((one) => {
    const stay = stayAfter(world, one.host, from + random.between(0, 4) * daySeconds)
    return stay ? [{ one, time: random.between(Math.max(from, stay.workFrom), stay.workUntil - 400) }] : []
  })
}

/** The visit to the news site, the first contact soon after, then a beacon. */
function commandChannel(world: World, host: number, time: number): { readonly appointments: readonly Appointment[]; readonly habit: Habit } {
  const random = stream([world.options.seed, 913, host])
  const began = time + random.between(40, 300)
  const first = outside(channel, { ...traffics.check, received: [340_000, 0.3], seconds: [4, 0.3] })
  return {
    appointments: [
      { host, site: newsSite, time },
      { host, site: first, time: began },
    ],
    habit: { host, site: outside(channel, regular(random.between(1.2, 2.2) * 3600, 0.4, 1500, 0.05)), daily: 1, from: began + 60, until: world.end },
  }
}

type Push = { readonly appointments: readonly Appointment[]; readonly habits: readonly Habit[]; readonly files: DrillAnswer['files'] }

/** Workstation → outer side → inner side → separated hosts, the same file each time; then reports that are refused. */
function pushInward(world: World, host: number, after: number): Push {
  const random = stream([world.options.seed, 914])
  const stay = stayAfter(world, host, after)
  if (!stay) return { appointments: [], habits: [], files: [] }
  const [outer, inner] = [indexOf(world.hosts, 'srv-sync-outer'), indexOf(world.hosts, 'srv-sync-inner')]
  const file = madeUpFile('syncmod.dll', 'application/x-dosexec', 412_160 + (world.options.seed % 4096), true)
  const put = (from: number, to: number, time: number): Appointment => ({
    host: from,
    site: inside('sync', hostAt(world, to).ip, { ...traffics.shares, contacts: 1 }),
    time,
    file,
  })
  const placed = random.between(Math.max(stay.workFrom, after), stay.workUntil - 60)
  const handed = world.start + (stay.day + 1) * daySeconds + 7200 + random.between(1800, 3000)
  const separated = world.hosts.flatMap((one, index) => (one.role === 'separated' ? [index] : []))
  const reached = random
    .shuffled(separated)
    .slice(0, 4)
    .flatMap((victim) => {
      const next = stayAfter(world, victim, handed + 3600)
      return next ? [{ victim, time: random.between(next.workFrom, next.workUntil - 1200) }] : []
    })
  const blocked = outside(innerChannel, { ...regular(2 * 3600, 0.3, 0), received: [0, 0] }, { denied: true })
  return {
    appointments: [
      put(host, outer, placed),
      put(outer, inner, handed),
      ...reached.flatMap(({ victim, time }) => [put(inner, victim, time), { host: victim, site: blocked, time: time + 900 }]),
    ],
    habits: reached.map(({ victim, time }) => ({ host: victim, site: blocked, daily: 1, from: time + 960, until: world.end })),
    files: [{ sha256: file.sha256, path: [host, outer, inner, ...reached.map(({ victim }) => victim)].map((index) => hostAt(world, index).name) }],
  }
}
