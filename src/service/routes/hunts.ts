import type { FastifyInstance } from 'fastify'
import { operations } from '../../contract/operations.ts'
import { Advisories } from '../../state/advisories.ts'
import type { Context } from '../context.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, apiRoot } from '../route.ts'
import { UploadStore } from '../uploads.ts'

export function huntRoutes(app: FastifyInstance, { state, jobs, folder }: Context): void {
  const advisories = new Advisories(state)
  const uploads = new UploadStore(state, folder)

  addRoute(app, operations.listHunts, async () => ({
    items: (await advisories.hunts()).map(({ id, asked, answered, hunt }) => ({
      id,
      title: hunt.title,
      word: hunt.word,
      sentence: hunt.sentence,
      asked,
      answered,
      files: hunt.advisories.map(({ file }) => file),
      hosts: hunt.hosts.filter(({ word }) => word === 'HIT' || word === 'EXPOSED').length,
    })),
  }))

  addRoute(app, operations.getHunt, async ({ params: { id } }) => {
    const found = (await advisories.hunts()).find((one) => one.id === id)
    if (!found) throw new Refused('not-found', 'There is no such hunt.')
    return found.hunt
  })

  addRoute(app, operations.startHunt, async ({ body, request, reply }) => {
    const files = await uploads.files(body.uploads)
    const job = await jobs.add('hunt', `Hunt for ${files.map(({ name }) => name).join(', ')}`.slice(0, 300), body, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })

  addRoute(app, operations.repeatHunts, async ({ request, reply }) => {
    const job = await jobs.add('hunt-again', 'Hunt again for everything that was asked', {}, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })
}
