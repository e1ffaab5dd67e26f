import { products, softphone } from '../products.ts'
import { stream } from '../random.ts'
import { outside, regular } from '../site.ts'
import { holdersOf, stayAfter, type World } from '../world.ts'
import { activatedOf, type DrillCase, destinationsOf, releaseTime } from './case.ts'

const version = '5.15.0'
const name = 'events.cedar-insights.example'

/** The trap: a clean update begins to report to a host that nobody has talked to before, soon after it is installed. */
export const benignRollout: DrillCase = {
  name: 'benign-rollout',
  products: (world) => [
    { product: softphone, releases: [] },
    { product: meet(), releases: [{ version, time: releaseTime(world), delay: [2, 9] }] },
  ],
  tell(world, installations) {
    const { vendor } = meet()
    const held = [...holdersOf(installations, 'Cedar Meet', version), ...holdersOf(installations, 'cedar-meet', version)]
    const woken = reporting(world, held)
    const appointments = woken.map(({ one, time }) => ({ host: one.host, site, time }))
    return {
      habits: appointments.map(({ host, time }) => ({ host, site, daily: 1, from: time + 1800, until: world.end })),
      appointments,
      answer: {
        story: `Cedar Meet ${version}, a clean release, added a telemetry host. ${woken.length} of the ${held.length} hosts that took it have reported to it. Nobody was harmed.`,
        culprit: { product: 'Cedar Meet', vendor, versions: [version] },
        hostile: false,
        activated: activatedOf(world, woken),
        destinations: destinationsOf(world, appointments, new Map([[name, 'telemetry of the new release']])),
        files: [],
      },
    }
  },
}

const site = outside(name, regular(4 * 3600, 0.3, 1700), { client: 'Cedar Meet' })

/** Four in five, within minutes or hours of the installation. */
function reporting(world: World, held: ReturnType<typeof holdersOf>) {
  const random = stream([world.options.seed, 903])
  return held.flatMap((one) => {
    const chosen = random.chance(0.8)
    const after = one.installedAt + random.between(300, 7200)
    const stay = chosen ? stayAfter(world, one.host, after) : undefined
    if (!stay || world.hosts[one.host]?.role === 'separated') return []
    return [{ one, time: Math.max(after, stay.on + random.between(60, 600)) }]
  })
}

function meet() {
  const product = products.find((one) => one.product === 'Cedar Meet')
  if (product === undefined) throw new RangeError('the catalogue has no Cedar Meet')
  return product
}
