import { compile } from '@litko/yara-x'
import { parseAllDocuments } from 'yaml'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { suricataComplaints } from './suricata-grammar.ts'
import type { DetectionRules } from './text.ts'

/** Fields that the Sigma specification (2.0) requires. */
const required = ['title', 'logsource', 'detection'] as const

/** What is wrong with the rules by the grammar of their language; empty where nothing is. */
export function complaintsOf({ language, text }: Pick<DetectionRules, 'language' | 'text'>): readonly string[] {
  if (text === '') return []
  if (language === 'Suricata') return suricataComplaints(text)
  return language === 'Sigma' ? sigmaComplaints(text) : yaraComplaints(text)
}

function sigmaComplaints(text: string): readonly string[] {
  return parseAllDocuments(text).flatMap((document, index) => {
    const where = `document ${index + 1}`
    if (document.errors.length > 0) return document.errors.map((error) => `${where}: ${error.message}`)
    const rule = document.toJS() as Record<string, unknown> | null
    const missing = required.filter((field) => rule?.[field] === undefined || rule[field] === '')
    const detection = (rule?.detection ?? {}) as Record<string, unknown>
    const named = typeof detection.condition === 'string' ? detection.condition.split(' or ') : ['condition']
    const unknown = named.filter((name) => detection[name] === undefined)
    return [...missing.map((field) => `${where}: ${field} is missing`), ...unknown.map((name) => `${where}: the condition names ${name}, which is not there`)]
  })
}

function yaraComplaints(text: string): readonly string[] {
  try {
    compile(text)
    return []
  } catch (error) {
    return [messageOf(error)]
  }
}

/** Rules that are not well-formed never leave. */
export function mustBeWellFormed(rules: DetectionRules): DetectionRules {
  const [first] = complaintsOf(rules)
  if (first !== undefined) throw new GatehouseError('OUTPUT_UNWRITABLE', `the ${rules.language} rules of the warning are not well-formed: ${first}`)
  return rules
}
