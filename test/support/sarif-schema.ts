/**
 * The parts of SARIF 2.1.0 (OASIS, errata 01) that Gatehouse writes, as a JSON Schema: which properties an object may have, which it
 * must have, and of what kind they are, by sections 3.13 to 3.58 of the specification.
 */
const text = { type: 'string' }
const index = { type: 'integer', minimum: -1 }
const level = { enum: ['none', 'note', 'warning', 'error'] }
const moment = { type: 'string', format: 'date-time' }
const properties = {
  type: 'object',
  properties: { tags: { type: 'array', items: text, uniqueItems: true } },
}

function object(members: Readonly<Record<string, object>>, required: readonly string[] = []): object {
  return { type: 'object', properties: { ...members, properties }, required, additionalProperties: false }
}

function list(items: object): object {
  return { type: 'array', items, minItems: 0 }
}

/** 3.11, 3.12 */
const message = { ...object({ text, markdown: text, id: text, arguments: list(text) }), anyOf: [{ required: ['text'] }, { required: ['id'] }] }
const multiformat = object({ text, markdown: text }, ['text'])
/** 3.4 */
const artifactLocation = object({ uri: { type: 'string', format: 'uri-reference' }, uriBaseId: text, index, description: message })
/** 3.30 */
const region = object({
  startLine: { type: 'integer', minimum: 1 },
  startColumn: { type: 'integer', minimum: 1 },
  endLine: { type: 'integer', minimum: 1 },
  endColumn: { type: 'integer', minimum: 1 },
  charOffset: index,
  charLength: { type: 'integer', minimum: 0 },
  byteOffset: index,
  byteLength: { type: 'integer', minimum: 0 },
})
/** 3.28, 3.29 */
const location = object({ id: index, physicalLocation: { ...object({ artifactLocation, region }), anyOf: [{ required: ['artifactLocation'] }] }, message })
/** 3.49 */
const rule = object(
  { id: text, name: text, shortDescription: multiformat, fullDescription: multiformat, help: multiformat, helpUri: { type: 'string', format: 'uri' } },
  ['id'],
)
/** 3.19 */
const component = object({ name: text, version: text, semanticVersion: text, organization: text, rules: { ...list(rule), uniqueItems: true } }, ['name'])
/** 3.24 */
const artifact = object({ location: artifactLocation, length: index, hashes: { type: 'object', additionalProperties: text } })
/** 3.27 */
const result = object(
  {
    ruleId: text,
    ruleIndex: index,
    level,
    message,
    locations: list(location),
    partialFingerprints: { type: 'object', additionalProperties: text },
  },
  ['message'],
)
/** 3.52, 3.58 */
const notification = object(
  {
    level,
    message,
    descriptor: { ...object({ id: text, index, guid: text }), anyOf: [{ required: ['index'] }, { required: ['guid'] }, { required: ['id'] }] },
    locations: list(location),
  },
  ['message'],
)
/** 3.20 */
const invocation = object(
  { executionSuccessful: { type: 'boolean' }, startTimeUtc: moment, endTimeUtc: moment, toolExecutionNotifications: list(notification) },
  ['executionSuccessful'],
)

export const sarifSchema = object(
  {
    $schema: { type: 'string', format: 'uri' },
    version: { enum: ['2.1.0'] },
    runs: list(
      object(
        {
          tool: object({ driver: component, extensions: { ...list(component), uniqueItems: true } }, ['driver']),
          artifacts: { ...list(artifact), uniqueItems: true },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: list(result),
          invocations: list(invocation),
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
)
