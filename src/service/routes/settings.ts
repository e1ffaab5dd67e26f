import { isAbsolute } from 'node:path'
import { Cron } from 'croner'
import type { FastifyInstance } from 'fastify'
import { messageOf } from '../../base/errors.ts'
import { operations } from '../../contract/operations.ts'
import type { GeneralSettings } from '../../contract/settings.ts'
import type { Context } from '../context.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, etagOf } from '../route.ts'

export function settingRoutes(app: FastifyInstance, { settings, watch, config, folder, version, events }: Context): void {
  addRoute(app, operations.getSettings, ({ reply }) => {
    reply.header('etag', etagOf(settings.revision))
    return shown()
  })

  addRoute(app, operations.changeSettings, async ({ body, revision, request, reply }) => {
    const relative = body.watchedFolders.find((path) => !isAbsolute(path))
    if (relative !== undefined) throw new Refused('invalid-request', `Name folders by their absolute path: ${relative} is none.`)
    mustBeSchedule(body.schedule)
    mustBeSchedule(body.feedSchedule)
    if (!(await settings.change(body, revision, actorOf(request)))) throw new Refused('changed-meanwhile', 'Somebody changed the settings after you saw them.')
    events.send({ type: 'settings' })
    reply.header('etag', etagOf(settings.revision))
    return shown()
  })

  function shown(): GeneralSettings {
    return {
      version,
      workspace: folder,
      configured: config.values.map(({ path, value, origin, doc }) => ({ path, value: value as string, origin, doc })),
      service: settings.settings,
      etag: etagOf(settings.revision),
      watched: [...watch.folders],
    }
  }
}

function mustBeSchedule(schedule: string): void {
  if (schedule === '') return
  try {
    new Cron(schedule, { paused: true, timezone: 'UTC' }).stop()
  } catch (error) {
    throw new Refused('invalid-request', `This is no schedule: ${messageOf(error)}`, { hint: 'As in crontab: 0 6 * * * is every day at six, UTC.' })
  }
}
