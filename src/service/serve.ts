import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { analysisSettings } from '../assess/analysis-settings.ts'
import type { Config, ServeSettings } from '../base/config.ts'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { log } from '../base/log.ts'
import { plural } from '../base/text.ts'
import { inWorkspace } from '../state/folder.ts'
import { readKeyring } from '../state/keyring.ts'
import { lockService } from '../state/lock.ts'
import { openState } from '../state/open.ts'
import { Secrets } from '../state/secrets.ts'
import { makeApp } from './app.ts'
import { watchClock } from './clock.ts'
import { serveConsole } from './console.ts'
import type { Context } from './context.ts'
import { Engine } from './engine/engine.ts'
import { Events } from './events.ts'
import { JobQueue } from './jobs/queue.ts'
import { jobRunners } from './jobs/runners.ts'
import { KeptAnswers } from './kept-answers.ts'
import { checkAtStart } from './lake/damage.ts'
import { listenLocally } from './local.ts'
import { keepAnchors } from './login/anchors.ts'
import { setUpLink } from './login/invitations.ts'
import { loginPlugin } from './login/plugin.ts'
import { loginOptions } from './login-options.ts'
import { Notifications } from './notify/notifications.ts'
import { Schedule } from './schedule.ts'
import { ServiceSettingsStore } from './service-settings.ts'
import { SyslogReceiver } from './syslog/receiver.ts'
import { Upkeep } from './upkeep.ts'
import { UploadStore } from './uploads.ts'
import { Watch } from './watch/watch.ts'

export interface ServeOptions {
  readonly config: Config
  readonly version: string
  /** Folder of the built console. */
  readonly console: string
}

export interface Service extends AsyncDisposable {
  /** Where people find it. */
  readonly url: URL
  /** For the first admin, as long as there is nobody. */
  readonly setUp: string | undefined
  readonly context: Context
}

/** Milliseconds between looks at folders whose system tells of no change, and after which a log that never rests is read all the same. */
const lookEvery = 10_000
const readAtLatest = 60_000

/**
 * Starts everything: state, engine, jobs, watched folders, schedule, server. Throws WORKSPACE_LOCKED while another service or command works
 * in the workspace, ADDRESS_IN_USE where the port is taken.
 */
export async function serve(options: ServeOptions): Promise<Service> {
  return inWorkspace(options.config.workspace, (folder) => start(folder, options))
}

async function start(folder: string, { config, version, console }: ServeOptions): Promise<Service> {
  await using stack = new AsyncDisposableStack()
  stack.use(lockService(folder))
  const state = stack.adopt(await openState(folder, { durable: true }), (open) => open.destroy())
  stack.use(await keepAnchors(folder, state))
  const events = new Events(randomUUID().slice(0, 8))
  const { memory, limits, internal, outgoing } = config
  const lakeSettings = { workspace: folder, memory, limits, internal, outgoing, analyses: analysisSettings(config.analyses), version }
  const engine = stack.use(await Engine.start(lakeSettings, () => events.send({ type: 'reset' })))
  const vet = { workspace: folder, settings: config.vet, outgoing, version }
  const jobs = stack.use(new JobQueue(state, events, jobRunners({ engine, events, state, folder, vet }), (signal) => engine.ready(signal)))
  const settings = await ServiceSettingsStore.open(state, {
    watchedFolders: config.serve.watch.map((path) => resolve(path)),
    schedule: config.serve.schedule,
    feedSchedule: config.serve.feedSchedule,
    organisation: '',
  })
  const stopping = new AbortController()
  const watch = stack.use(
    new Watch(
      { every: lookEvery, settle: config.serve.settle * 1000, atLatest: readAtLatest, mostFiles: limits.files, leave: [folder] },
      async (files, unfinishedAfter) => {
        await jobs.add('assess', `Read ${plural(files.length, 'file')} from watched folders`, { files, unfinishedAfter }, 'watched folders')
      },
    ),
  )
  const schedule = stack.use(new Schedule(() => void jobs.add('assess', 'Look at everything again', {}, 'schedule')))
  const feedSchedule = stack.use(new Schedule(() => void jobs.add('feeds', 'Fetch reference knowledge', { feeds: [] }, 'schedule')))
  const tls = tlsOf(config.serve)
  // The address is known once the port is: with port 0 the system chooses it.
  const port = config.serve.port === 0 ? await freePort(config.serve.address) : config.serve.port
  const url = urlOf(config.serve, port, tls !== undefined)
  const keyring = readKeyring({ workspace: folder, text: process.env.GATEHOUSE_KEY, file: config.keyFile })
  const secrets = new Secrets(state, keyring)
  const notifications = stack.use(new Notifications({ state, secrets, policy: { allow: config.outgoing }, url }))
  const syslog = await syslogOf(folder, config.serve, tls, async (files) => {
    await jobs.add('assess', `Read ${plural(files.length, 'file')} received by syslog`, { files }, 'syslog')
  })
  if (syslog) stack.use(syslog)
  const context: Context = {
    folder,
    version,
    config,
    state,
    engine,
    jobs,
    events,
    settings,
    watch,
    secrets,
    notifications,
    syslog,
    answers: new KeptAnswers(state),
    stopping: stopping.signal,
  }
  const login = await loginOptions(config.login, { state, keyring, url })
  const { hosts, trustedProxies } = config.serve
  const app = makeApp(context, { hosts: [url.host, ...hosts], trustedProxies, ...(tls && { tls }) }, (into) => loginPlugin(into, { ...login, version }))
  await serveConsole(app, console)
  stack.defer(() => app.close())
  await app.ready()
  await app.listen({ host: config.serve.address, port }).catch((cause: unknown) => {
    throw new GatehouseError('ADDRESS_IN_USE', `the service cannot listen on ${config.serve.address}:${port}: ${messageOf(cause)}`, {
      hint: 'Set another --port, or end what listens there.',
      cause,
    })
  })
  stack.use(await listenLocally(app, folder))
  const upkeep = stack.use(new Upkeep(context, new UploadStore(state, folder)))
  const clockJumped = (now: Date) => {
    schedule.clockJumped(now)
    feedSchedule.clockJumped(now)
    void upkeep.look(now)
  }
  stack.use(watchClock(state, clockJumped))
  const settle = () => {
    watch.set(settings.settings.watchedFolders)
    schedule.set(settings.settings.schedule)
    feedSchedule.set(settings.settings.feedSchedule)
  }
  events.listen(({ event }) => event.type === 'settings' && settle())
  events.listen(({ event }) => event.type === 'incident' && void notifications.look(new Date()))
  settle()
  jobs.inLane('lake', () => checkAtStart(engine, jobs, stopping.signal))
  await jobs.resume()
  stack.defer(() => stopping.abort())
  const held = stack.move()
  log.info({ url: url.href }, 'the service is up')
  return { url, setUp: (await setUpLink(state, url))?.link, context, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, address, () => {
      const bound = server.address()
      server.close(() => resolve(typeof bound === 'object' && bound ? bound.port : 0))
    })
  })
}

function tlsOf({ certificate, key }: ServeSettings) {
  if (certificate === '' && key === '') return undefined
  const read = (path: string) => {
    try {
      return readFileSync(path)
    } catch (cause) {
      throw new GatehouseError('CONFIG_INVALID', `TLS needs serve.certificate and serve.key; this cannot be read: ${path}`, { cause })
    }
  }
  return { certificate: read(certificate), key: read(key) }
}

async function syslogOf(
  workspace: string,
  { address, syslogPort, syslogClients }: ServeSettings,
  tls: ReturnType<typeof tlsOf>,
  onFiles: (files: readonly string[]) => Promise<void>,
): Promise<SyslogReceiver | undefined> {
  if (syslogPort === 0) return undefined
  if (!tls) throw new GatehouseError('CONFIG_INVALID', 'syslog is taken over TLS only: serve.syslogPort needs serve.certificate and serve.key')
  const clients = syslogClients === '' ? {} : { clients: readFileSync(syslogClients) }
  return SyslogReceiver.start({ workspace, address, port: syslogPort, tls, ...clients }, onFiles)
}

function urlOf({ url, address }: ServeSettings, port: number, tls: boolean): URL {
  if (url !== '') {
    if (!URL.canParse(url))
      throw new GatehouseError('CONFIG_INVALID', `serve.url is no address: ${url}`, { hint: 'For example: https://gatehouse.example.com' })
    return new URL(url)
  }
  const loopback = address === '127.0.0.1' || address === '::1' || address === 'localhost'
  // Passkeys are bound to a name, and an address is none.
  return new URL(`${tls ? 'https' : 'http'}://${loopback ? 'localhost' : address}:${port}`)
}
