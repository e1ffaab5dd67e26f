import { isAbsolute } from 'node:path'
import { Readable } from 'node:stream'
import { zstdDecompressSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { type WarningFormat, warningFiles } from '../../assess/warning-files.ts'
import { printable } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import type { Shared } from '../../sharing/share.ts'
import { audit } from '../../state/audit.ts'
import { Jobs } from '../../state/jobs.ts'
import type { Context } from '../context.ts'
import { afterOf, pageFrom } from '../cursor.ts'
import { jobSummaryOf } from '../jobs/summary.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, apiRoot } from '../route.ts'
import { UploadStore } from '../uploads.ts'

/** Largest result that is taken apart here, in bytes. */
const mostResult = 512 * 2 ** 20

export function jobRoutes(app: FastifyInstance, { state, jobs, folder, answers }: Context): void {
  const stored = new Jobs(state)
  const uploads = new UploadStore(state, folder)

  addRoute(
    app,
    operations.listJobs,
    answers.of<typeof operations.listJobs>(async ({ query: { cursor, limit, ...filter } }) => {
      const rows = await stored.page(filter, limit + 1, afterOf(cursor, 2))
      return { ...pageFrom(rows, limit, jobSummaryOf, ({ created_at, id }) => [created_at, id]), total: await stored.count(filter) }
    }),
  )

  addRoute(app, operations.getJob, async ({ params: { id } }) => jobSummaryOf(await jobOf(id)))

  addRoute(app, operations.getJobResult, async ({ params: { id }, reply }) => {
    await jobOf(id)
    reply.type('application/json').send(Readable.from([await unpacked(id)]))
    return undefined
  })

  addRoute(app, operations.cancelJob, async ({ params: { id }, request }) => {
    const { kind, title } = await jobOf(id)
    await audit(state, { ...actorOf(request), action: 'job-cancelled', about: `${kind} ${id}`, says: title })
    await jobs.cancel(id)
    return jobSummaryOf(await jobOf(id))
  })

  addRoute(app, operations.startAssessment, async ({ body, request, reply }) => {
    if (body.folder !== undefined && !isAbsolute(body.folder)) throw new Refused('invalid-request', 'Name the folder by its absolute path.')
    const title = body.folder === undefined ? 'Look at everything again' : `Assess ${printable(body.shown ?? body.folder)}`
    const job = await jobs.add('assess', title, body, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })

  addRoute(app, operations.startBackup, async ({ body, request, reply }) => {
    if (!isAbsolute(body.folder)) throw new Refused('invalid-request', 'Name the folder by its absolute path.')
    const job = await jobs.add('backup', `Back up to ${printable(body.folder)}`, body, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })

  addRoute(app, operations.startReport, async ({ body, request, reply }) => {
    const job = await jobs.add('report', `Warning, TLP:${body.tlp}`, body, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })

  addRoute(app, operations.getReport, async ({ params: { id } }) => {
    const { warning, changes, withheld } = await sharedOf(id)
    const files = await warningFiles(warning, ['stix', 'csaf', 'rules'])
    const { document } = warning
    const rendered = ['html', 'pdf'].map((format) => ({ name: `${document.id.toLowerCase()}.${format}`, format }))
    return {
      id: document.id,
      title: document.title,
      word: document.word,
      tlp: document.tlp.label,
      changes: changes.map(({ inside, outside }) => ({ inside, outside })),
      withheld: [...withheld],
      files: [...rendered, ...[...files.keys()].map((name) => ({ name, format: formatOf(name) }))],
    }
  })

  addRoute(app, operations.getReportFile, async ({ params: { id, format }, request, reply }) => {
    const { warning } = await sharedOf(id)
    const wanted: WarningFormat = format === 'yara' || format === 'sigma' || format === 'suricata' ? 'rules' : format
    const files = [...(await warningFiles(warning, [wanted]))]
    const [name, content] = files.find(([known]) => formatOf(known) === format) ?? []
    if (name === undefined || content === undefined) throw new Refused('not-found', `This warning has no file of the format ${format}.`)
    const { document } = warning
    await audit(state, { ...actorOf(request), action: 'report-shared', about: document.id, says: `${document.tlp.label}, as ${format}: ${document.title}` })
    // Never shown in place: what a warning says came from evidence.
    reply.header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`).type('application/octet-stream')
    reply.send(typeof content === 'string' ? content : Buffer.from(content))
    return undefined
  })

  addRoute(app, operations.upload, async ({ query: { name }, body }) => uploads.keep(name, body))

  async function jobOf(id: string) {
    const job = await stored.byId(id)
    if (!job) throw new Refused('not-found', 'There is no such job, or no longer.')
    return job
  }

  async function unpacked(id: string): Promise<Buffer> {
    const packed = await stored.result(id)
    if (!packed) throw new Refused('not-found', 'Nothing has come of this job yet, or it is no longer kept.')
    return zstdDecompressSync(packed, { maxOutputLength: mostResult })
  }

  async function sharedOf(id: string): Promise<Shared> {
    const { kind } = await jobOf(id)
    if (kind !== 'report') throw new Refused('not-found', 'This job prepared no warning.')
    return JSON.parse((await unpacked(id)).toString('utf8')) as Shared
  }
}

function formatOf(name: string): string {
  if (name.endsWith('.stix.json')) return 'stix'
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return { json: 'csaf', yar: 'yara', yml: 'sigma', yaml: 'sigma', rules: 'suricata' }[extension] ?? extension
}
