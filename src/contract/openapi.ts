import { z } from 'zod'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { problems, problemType } from './problem.ts'

type Json = Record<string, unknown>

const root = '/api/v1'
const problemAnswer = { description: 'A problem (RFC 9457).', content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } } }

/** The OpenAPI 3.1 document of the API: every operation of the contract, its shapes, and what it asks of who calls. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {}
  for (const one of Object.values(operations) as readonly Operation[]) {
    const path = `${root}${one.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operationOf(one) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version: '1',
      description: `What the console and scripts can ask. Every error is a problem (RFC 9457); \`type\` is urn:gatehouse:problem: followed by one of ${Object.keys(problems).join(', ')}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'gatehouse.session', description: 'A session with a second factor.' },
        key: { type: 'http', scheme: 'bearer', description: 'A service key with the scope that x-access names.' },
      },
      schemas: schemas(),
    },
  }
}

function operationOf({ id, method, tag, says, access, params, query, body, ifMatch, status = 200, answer }: Operation): Json {
  const open = 'public' in access
  const given = [...parametersOf('path', params), ...parametersOf('query', query), ...(ifMatch ? [ifMatchHeader] : [])]
  return {
    operationId: id,
    tags: [tag],
    summary: says,
    // The order of the ways in: a session always, a key where it has the scope.
    security: open ? [] : [{ session: [] }, ...(access.scope === undefined ? [] : [{ key: [] }])],
    'x-access': access,
    ...(given.length > 0 && { parameters: given }),
    ...(body && { requestBody: { required: true, content: contentOf(body === 'bytes' ? 'bytes' : body, 'input') } }),
    responses: {
      [status]: answerOf(answer, says),
      ...(ifMatch && { 412: problemAnswer, 428: problemAnswer }),
      ...(method !== 'GET' && { 400: problemAnswer }),
      default: problemAnswer,
    },
  }
}

const ifMatchHeader = { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' }, description: 'The ETag that came with what is changed.' }

function answerOf(answer: Operation['answer'], says: string): Json {
  if (answer === 'nothing') return { description: says }
  if (answer === 'events') return { description: says, content: { 'text/event-stream': { schema: { type: 'string' } } } }
  return { description: says, content: answer === 'file' ? contentOf('bytes', 'output') : contentOf(answer, 'output') }
}

function contentOf(schema: z.ZodType | 'bytes', io: 'input' | 'output'): Json {
  if (schema === 'bytes') return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
  return { 'application/json': { schema: referred(schema, io) } }
}

function parametersOf(place: 'path' | 'query', object: z.ZodObject | undefined): readonly Json[] {
  if (!object) return []
  const { properties = {}, required = [] } = plain(object, 'input') as { properties?: Record<string, Json>; required?: readonly string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema }))
}

/** Shapes with a name stand once, among the components. What is sent and what is answered may differ, as by defaults. */
function referred(schema: z.ZodType, io: 'input' | 'output'): Json {
  const id = z.globalRegistry.get(schema)?.id
  return id === undefined ? plain(schema, io) : { $ref: `#/components/schemas/${id}` }
}

function plain(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs: __, ...json } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json
  return pointed(json) as Json
}

/** Every named shape. Those that are sent are as they are sent. */
function schemas(): Json {
  const sent = new Set<string>()
  for (const { body } of Object.values(operations) as readonly Operation[]) {
    const id = body && body !== 'bytes' ? z.globalRegistry.get(body)?.id : undefined
    if (id !== undefined) sent.add(id)
  }
  const uri = (id: string) => `#/components/schemas/${id}`
  const of = (io: 'input' | 'output') =>
    z.toJSONSchema(z.globalRegistry, { io, target: 'draft-2020-12', unrepresentable: 'any', uri }).schemas as Record<string, Json>
  const [input, output] = [of('input'), of('output')]
  const names = Object.keys(output).sort()
  return Object.fromEntries(names.map((name) => [name, withoutHeader((sent.has(name) ? input[name] : output[name]) ?? {})]))
}

function withoutHeader({ $schema: _, $id: __, id: ___, ...json }: Json): Json {
  return json
}

/** `#/$defs/Name` → the component of that name. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'id' || typeof (value as Json).id !== 'string')
      .map(([key, inner]) => [key, key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : pointed(inner)]),
  )
}
