import { daySeconds } from '../calendar.ts'
import type { DroppedFile } from '../organisation.ts'
import { systemOf } from '../products.ts'
import { stream } from '../random.ts'
import { outside, regular, traffics } from '../site.ts'
import { type Appointment, type Habit, hostAt, stayAfter, type World } from '../world.ts'

/** The server of the implant that came last (ESET, "Linux malware strengthens links between Lazarus and the 3CX supply-chain attack", 2023). */
export const secondServer = 'journalide.invalid'

/** The backdoor's loader: its name, and the MD5 that was published (Kaspersky, "Gopuram backdoor deployed through 3CX supply chain attack", 2023). */
const loader = { path: 'C:\\Windows\\System32\\wlbsctrl.dll', md5: '9f85a07d4b4abff82ca18d990f062a84' } as const

export interface SecondStage {
  readonly habits: readonly Habit[]
  readonly appointments: readonly Appointment[]
  readonly dropped: readonly DroppedFile[]
}

/**
 * On one Windows host of those that woke up somebody takes over days later: a loader lies in a system folder and speaks to a
 * server of its own. One, because fewer than ten victims in all the world got that far (Kaspersky). Nothing if the drill ends before.
 */
export function secondStage(world: World, woken: readonly { readonly host: number; readonly time: number }[]): SecondStage {
  const random = stream([world.options.seed, 905])
  const [chosen] = random.shuffled(woken.filter(({ host }) => systemOf(hostAt(world, host).os) === 'Windows'))
  const stay = chosen && stayAfter(world, chosen.host, chosen.time + random.between(3, 7) * daySeconds)
  if (!chosen || !stay) return { habits: [], appointments: [], dropped: [] }
  const { host } = chosen
  const time = random.between(stay.workFrom, stay.workUntil - 60)
  const asked = time + random.between(30, 300)
  return {
    appointments: [{ host, site: outside(secondServer, traffics.check), time: asked }],
    habits: [{ host, site: outside(secondServer, regular(random.between(3000, 4200), 0.4, 900, 0.05)), daily: 1, from: asked + 60, until: world.end }],
    dropped: [{ host: hostAt(world, host).name, time, ...loader }],
  }
}
