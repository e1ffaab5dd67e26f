import { isAddress, isRange } from '../../base/net.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { elements, jsonStart, members, parseJson, textOf } from '../json-text.ts'

const types = ['hostname', 'string', 'substring', 'regex', 'cidr']

export const mispWarninglist: Format = {
  name: 'misp-warninglist',
  title: 'MISP warning list',
  origin: 'A list.json of https://github.com/MISP/misp-warninglists: values that are no indicators on their own, such as popular sites and public resolvers.',
  fills: ['warning_value'],
  recognise,
  read: (source, notes) => batched('warning_value', rows(source, notes)),
}

function recognise(head: Head): number {
  const start = members(jsonStart(head))
  if (!start || !Array.isArray(start.list) || !start.list.slice(0, 20).every((value) => typeof value === 'string')) return 0
  if (types.includes(textOf(start.type).toLowerCase()) && textOf(start.name) !== '') return 0.95
  // A long list pushes name and type, which come after it, out of the beginning that can be seen.
  const known = ['name', 'description', 'version', 'type', 'list', 'matching_attributes']
  return !head.whole && textOf(start.description) !== '' && Object.keys(start).every((key) => known.includes(key)) ? 0.7 : 0
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'warning_value'>> {
  const { value, problem } = parseJson(await source.text())
  if (problem) notes.skip(problem.line, problem.why)
  const list = members(value) ?? {}
  const type = textOf(list.type).toLowerCase()
  const name = textOf(list.name)
  if (!types.includes(type) || name === '') {
    notes.skip(1, 'it does not say its name and type (hostname, string, substring, regex or cidr): nothing of it can be used')
    return
  }
  for (const [index, entry] of elements(list.list).entries()) {
    const line = index + 1
    const text = typeof entry === 'string' ? entry.trim() : ''
    if (text === '') notes.skip(line, 'an entry that is no text')
    else if (type === 'cidr' && !isRange(text) && !isAddress(text)) notes.skip(line, 'an entry of a cidr list that is neither range nor address')
    // In a regular expression \S and \s are not the same: it keeps its case, and is to be matched without regard to it.
    else yield { line, type, value: type === 'regex' ? text : text.toLowerCase(), list: name }
  }
}
