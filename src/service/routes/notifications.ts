import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { operations } from '../../contract/operations.ts'
import { audit } from '../../state/audit.ts'
import { Channels, type StoredChannel } from '../../state/channels.ts'
import type { Context } from '../context.ts'
import { actorOf } from '../login/actor.ts'
import { secretName } from '../notify/notifications.ts'
import { type ChannelKind, senders } from '../notify/senders.ts'
import { Refused } from '../problem.ts'
import { addRoute } from '../route.ts'

type Settings = Record<string, string | number | boolean | string[]>

export function notificationRoutes(app: FastifyInstance, { state, secrets, notifications, events }: Context): void {
  const channels = new Channels(state)

  addRoute(app, operations.listChannels, async () => {
    const waiting = await channels.waiting()
    return { items: (await channels.all()).map((one) => shown(one, waiting.get(one.id) ?? 0)) }
  })

  addRoute(app, operations.createChannel, async ({ body, request }) => {
    mustBeRight(body.kind, body.settings)
    const { secret, ...values } = body
    const id = await channels.add(rowOf(values, secret !== undefined && secret !== ''))
    if (secret) await secrets.set(secretName(id), secret)
    await audit(state, { ...actorOf(request), action: 'channel-created', about: id, says: `Notifications go to ${body.name} (${body.kind}).` })
    events.send({ type: 'settings' })
    return await present(id)
  })

  addRoute(app, operations.changeChannel, async ({ params, body, request }) => {
    const before = await mustBeThere(params.id)
    mustBeRight(body.kind, body.settings)
    const { secret, ...values } = body
    // An absent secret stays; an empty one goes.
    const keeps = secret === undefined ? before.has_secret === 1 && before.kind === body.kind : secret !== ''
    await channels.change(params.id, rowOf(values, keeps))
    if (secret) await secrets.set(secretName(params.id), secret)
    else if (!keeps) await secrets.remove(secretName(params.id))
    await audit(state, { ...actorOf(request), action: 'channel-changed', about: params.id, says: `Notifications to ${body.name} (${body.kind}) were changed.` })
    events.send({ type: 'settings' })
    return await present(params.id)
  })

  addRoute(app, operations.deleteChannel, async ({ params, request }) => {
    const { name } = await mustBeThere(params.id)
    await channels.remove(params.id)
    await secrets.remove(secretName(params.id))
    await audit(state, { ...actorOf(request), action: 'channel-deleted', about: params.id, says: `Notifications no longer go to ${name}.` })
    events.send({ type: 'settings' })
    return undefined
  })

  addRoute(app, operations.testChannel, async ({ params, request }) => {
    const channel = await mustBeThere(params.id)
    const problem = await notifications.test(channel)
    await audit(state, { ...actorOf(request), action: 'channel-tested', about: params.id, says: problem ?? `A test message was sent by ${channel.name}.` })
    return { ok: problem === undefined, says: problem ?? 'The test message was taken.' }
  })

  async function mustBeThere(id: string): Promise<StoredChannel> {
    const channel = await channels.byId(id)
    if (!channel) throw new Refused('not-found', 'This channel is not there, or no longer.')
    return channel
  }

  async function present(id: string) {
    return shown(await mustBeThere(id), (await channels.waiting()).get(id) ?? 0)
  }
}

interface ChannelValues {
  readonly name: string
  readonly kind: ChannelKind
  readonly enabled: boolean
  readonly leastSeverity: number
  readonly settings: Settings
}

function rowOf({ name, kind, enabled, leastSeverity, settings }: ChannelValues, secret: boolean): Omit<StoredChannel, 'id' | 'last'> {
  return { name, kind, enabled: Number(enabled), least_severity: leastSeverity, settings: JSON.stringify(settings), has_secret: Number(secret) }
}

function mustBeRight(kind: ChannelKind, settings: unknown): void {
  try {
    senders[kind].check(settings)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const says = error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`).join('; ')
    throw new Refused('invalid-request', `These settings cannot be used: ${says}.`)
  }
}

function shown(one: StoredChannel, waiting: number) {
  return {
    id: one.id,
    name: one.name,
    kind: one.kind as ChannelKind,
    enabled: one.enabled === 1,
    leastSeverity: one.least_severity,
    settings: JSON.parse(one.settings) as Settings,
    hasSecret: one.has_secret === 1,
    last: one.last === null ? null : (JSON.parse(one.last) as { at: string; ok: boolean; says: string }),
    waiting,
  }
}
