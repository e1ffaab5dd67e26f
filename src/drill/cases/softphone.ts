import { daySeconds } from '../calendar.ts'
import { codeHost } from '../habits.ts'
import type { DrillInstallation } from '../organisation.ts'
import { softphone } from '../products.ts'
import { type Random, stream } from '../random.ts'
import { outside, regular, type Site, traffics } from '../site.ts'
import { type Appointment, type Habit, holdersOf, stayAfter, type World } from '../world.ts'
import { activatedOf, type DrillCase, destinationsOf, releaseTime } from './case.ts'
import { secondServer, secondStage } from './second-stage.ts'

const version = '18.12.416'

/** Names of the command channel as it was, under a top-level domain that leads nowhere. */
const channels = ['akamaicontainer.invalid', 'msstorageazure.invalid', 'officestoragebox.invalid'] as const

/** The implant sleeps seven days and then up to 21 more (CISA, Mandiant and others on CVE-2023-29059). */
const sleep = { least: 7 * daySeconds, more: 21 * daySeconds } as const

const icon = outside(codeHost.raw, { ...traffics.check, received: [16_000, 0.2] })

/**
 * CVE-2023-29059: a signed update through the vendor's own channel. On a share of its hosts the code wakes up after weeks,
 * fetches an icon file from a public code host, reports to one of three combosquat domains and, once, sends off what it gathered.
 */
export const softphoneCase: DrillCase = {
  name: '3cx',
  products: (world) => [{ product: softphone, releases: [{ version, time: releaseTime(world), delay: [1.3, 4.8] }] }],
  tell(world, installations) {
    const held = holdersOf(installations, softphone.product, version)
    const woken = wake(world, held)
    const told = woken.map(({ one, time }) => intrusion(world, one.host, time))
    const second = secondStage(
      world,
      woken.map(({ one, time }) => ({ host: one.host, time })),
    )
    const appointments = [...told.flatMap((part) => part.appointments), ...second.appointments]
    const [taken] = second.dropped
    return {
      habits: [...told.flatMap((part) => part.habits), ...second.habits],
      appointments,
      dropped: second.dropped,
      answer: {
        story: `${softphone.product} ${version} came through the vendor's own channel to ${held.length} hosts. After a sleep of 7 to 28 days it woke up on ${woken.length} of them, fetched an icon file from a public code host, opened command channels and sent off what it had gathered.${taken ? ` On ${taken.host} a backdoor with a server of its own followed.` : ''}`,
        culprit: { product: softphone.product, vendor: softphone.vendor, versions: [version] },
        hostile: true,
        activated: activatedOf(world, woken),
        destinations: destinationsOf(
          world,
          appointments,
          new Map([
            ...channels.map((name) => [name, 'command channel'] as const),
            [codeHost.raw, 'dead drop on a public code host'],
            [secondServer, 'server of the backdoor'],
          ]),
        ),
        files: [],
      },
    }
  },
}

interface Woken {
  readonly one: DrillInstallation
  readonly time: number
}

/** The share that wakes up, and when each first speaks: at the first moment that its host is on after the sleep. */
function wake(world: World, held: readonly DrillInstallation[]): readonly Woken[] {
  const random = stream([world.options.seed, 901])
  const count = Math.max(1, Math.round(world.options.activation * held.length))
  const chosen = random.shuffled(held).slice(0, count)
  const woken = chosen.flatMap((one) => speaksFirst(world, one, random.unit() * sleep.more, random))
  // A short drill with few hosts may end before any of them wakes: then the first one sleeps no longer than it must.
  const [only] = chosen
  return woken.length > 0 || !only ? woken : speaksFirst(world, only, 0, random)
}

function speaksFirst(world: World, one: DrillInstallation, more: number, random: Random): readonly Woken[] {
  const due = one.installedAt + sleep.least + more
  const stay = stayAfter(world, one.host, due)
  return stay ? [{ one, time: Math.max(due, stay.on + random.between(60, 900)) }] : []
}

type Part = { readonly habits: readonly Habit[]; readonly appointments: readonly Appointment[] }

/**
 * One host from its first word on. The implant draws one of the icon files anew whenever the program starts, so each day has
 * its own channel. For the first days it asks every half hour, then every few hours; once it sends off what it gathered.
 */
function intrusion(world: World, host: number, time: number): Part {
  const random = stream([world.options.seed, 902, host])
  const awake = random.between(1200, 2400)
  const asleep = random.between(2.5, 5) * 3600
  const quiet = time + random.between(1.5, 4) * daySeconds
  const days: Part[] = []
  for (let stay = stayAfter(world, host, time); stay; stay = stayAfter(world, host, world.start + (stay.day + 1) * daySeconds)) {
    const started = Math.max(time, stay.on + random.between(120, 1200))
    days.push(oneDay(host, started, stay.off, random.pick(channels), started < quiet ? awake : asleep, random))
  }
  const upload = stayAfter(world, host, time + random.between(0.3, 2.5) * daySeconds)
  const sent = upload && {
    host,
    site: once(random.pick(channels), random.around(700_000, 0.5)),
    time: random.between(Math.max(upload.workFrom, time + 300), upload.workUntil),
  }
  return { habits: days.flatMap((part) => part.habits), appointments: [...days.flatMap((part) => part.appointments), ...(sent ? [sent] : [])] }
}

function oneDay(host: number, started: number, until: number, channel: string, period: number, random: Random): Part {
  const asked = started + random.between(20, 180)
  return {
    appointments: [
      { host, site: icon, time: started },
      { host, site: once(channel, traffics.check.sent[0]), time: asked },
    ],
    habits: [{ host, site: outside(channel, regular(period, 0.5, 1300, 0.05)), daily: 1, from: asked + 60, until }],
  }
}

function once(name: string, sent: number): Site {
  return outside(name, { ...traffics.check, sent: [sent, 0.1], seconds: [sent > 100_000 ? 14 : 0.7, 0.3] })
}
