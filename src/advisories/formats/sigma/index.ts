import { parseAllDocuments } from 'yaml'
import type { Note, Pattern } from '../../advisory.ts'
import type { AdvisoryFormat, Reading } from '../../format.ts'
import { lineBlock } from '../../text/block.ts'
import { type Fields, isFields, textOf, textsOf } from '../../text/json.ts'
import { selectionDrafts } from './selections.ts'

export const sigma: AdvisoryFormat = {
  name: 'sigma',
  title: 'Sigma rules',
  origin: 'Detection rules of SigmaHQ and of advisories (.yml). Only values are taken as indicators; the rule is kept word for word.',
  recognise: (document) => {
    const head = document.head()
    return /^detection\s*:/m.test(head) && /^logsource\s*:/m.test(head) ? 0.95 : 0
  },
  read: (document, context): Reading => {
    const { rules, notes } = parse(document.text(), context.limits.objects)
    const [first] = rules
    return {
      title: textOf(first?.title),
      publisher: textOf(first?.author),
      published: textOf(first?.date)?.replaceAll('/', '-'),
      modified: textOf(first?.modified)?.replaceAll('/', '-'),
      blocks: rules.map((rule) =>
        lineBlock('paragraph', [textOf(rule.title), textOf(rule.description), ...textsOf(rule.tags)].join('\n'), 1, { take: 'facts', part: textOf(rule.id) }),
      ),
      techniques: rules.flatMap((rule) => textsOf(rule.tags).flatMap((tag) => techniqueOf(tag, textOf(rule.title) ?? ''))),
      indicators: rules.flatMap(selectionDrafts),
      references: rules.flatMap((rule) => textsOf(rule.references).map((url) => ({ url, text: textOf(rule.title) ?? '' }))),
      patterns: rules.length === 1 ? [patternOf(first, document.text())] : rules.map((rule) => patternOf(rule, JSON.stringify(rule))),
      notes,
    }
  },
}

function parse(text: string, most: number): { readonly rules: readonly Fields[]; readonly notes: readonly Note[] } {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
    const rules = ('empty' in documents ? [] : documents).slice(0, most).flatMap((one) => {
      const value: unknown = one.toJS({ maxAliasCount: 100 })
      return isFields(value) && isFields(value.detection) ? [value] : []
    })
    return { rules, notes: rules.length === 0 ? [{ what: 'No rule in it could be read.' }] : [] }
  } catch {
    return { rules: [], notes: [{ what: 'It is no YAML that can be read (or refers to itself without end): no rule in it was read.' }] }
  }
}

function techniqueOf(tag: string, sentence: string) {
  const id = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase()
  return id ? [{ id, asWritten: id, place: {}, sentence }] : []
}

function patternOf(rule: Fields | undefined, text: string): Pattern {
  return { id: textOf(rule?.id) ?? '', language: 'sigma', text, name: textOf(rule?.title), place: { part: textOf(rule?.id) } }
}
