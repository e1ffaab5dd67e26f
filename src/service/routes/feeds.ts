import { isAbsolute } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { FeedList } from '../../assess/feeds.ts'
import { plural, printable } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import { feeds as known } from '../../knowledge/feeds/definitions.ts'
import { isMirror } from '../../knowledge/feeds/fetch.ts'
import type { Context } from '../context.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, apiRoot } from '../route.ts'

export function feedRoutes(app: FastifyInstance, { jobs, engine }: Context): void {
  addRoute(app, operations.listFeeds, async () => ({ items: [...(await engine.ask<FeedList>('listFeeds', {}))] }))

  addRoute(app, operations.updateFeeds, async ({ body: { feeds, from }, request, reply }) => {
    const unknown = feeds.find((name) => !known.some((feed) => feed.name === name))
    if (unknown !== undefined) throw new Refused('invalid-request', `There is no feed ${printable(unknown, 80)}.`)
    if (from !== undefined && !isAbsolute(from) && !isMirror(from)) {
      throw new Refused('invalid-request', 'Name the folder by its absolute path, or the address of a mirror.')
    }
    const what = feeds.length === 0 ? 'reference knowledge' : plural(feeds.length, 'feed')
    const job = await jobs.add('feeds', `Fetch ${what}${from === undefined ? '' : ` from ${printable(from, 200)}`}`, { feeds, from }, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })
}
