import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { messageOf } from '../../base/errors.ts'

/** One file of rules. */
export interface RuleSource {
  /** As shown to the user. */
  readonly path: string
  readonly text: string
  /** True for rules of known malware, which can be switched off. */
  readonly families: boolean
}

export interface RuleSources {
  /** As declared; '' for a folder that declares none. */
  readonly version: string
  readonly sources: readonly RuleSource[]
  readonly problems: readonly string[]
}

const largestFile = 16 * 2 ** 20
const mostFiles = 5_000
const deepest = 8

/** The rules that come with Gatehouse. */
export const ownRules: string = join(import.meta.dirname, '..', '..', '..', 'rules', 'yara')

/** Reads `*.yar` and `*.yara` of a folder and those below it, in the order of their names; `set.yaml` declares version and families. */
export function readRuleFolder(folder: string): RuleSources {
  const problems: string[] = []
  const declared = readDeclaration(folder, problems)
  const sources: RuleSource[] = []
  const walk = (at: string, path: string, depth: number) => {
    let names: readonly { name: string; isDirectory(): boolean; isFile(): boolean }[]
    try {
      names = readdirSync(at, { withFileTypes: true })
    } catch (thrown) {
      problems.push(`the folder of rules ${at} cannot be read: ${messageOf(thrown)}`)
      return
    }
    for (const entry of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const shown = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.isDirectory() && depth < deepest) walk(join(at, entry.name), shown, depth + 1)
      else if (entry.isFile() && /\.yara?$/i.test(entry.name)) readSource(join(at, entry.name), shown)
    }
  }
  const readSource = (file: string, path: string) => {
    if (sources.length >= mostFiles) return
    try {
      if (statSync(file).size > largestFile) problems.push(`${path}: larger than ${largestFile} bytes; it is not used`)
      else sources.push({ path, text: readFileSync(file, 'utf8'), families: declared.families.includes(path) })
    } catch (thrown) {
      problems.push(`${path}: ${messageOf(thrown)}`)
    }
  }
  walk(folder, '', 0)
  if (sources.length >= mostFiles) problems.push(`only the first ${mostFiles} files of rules in ${folder} are used`)
  return { version: declared.version, sources, problems }
}

interface Declaration {
  readonly version: string
  readonly families: readonly string[]
}

function readDeclaration(folder: string, problems: string[]): Declaration {
  let text: string
  try {
    text = readFileSync(join(folder, 'set.yaml'), 'utf8')
  } catch {
    return { version: '', families: [] }
  }
  try {
    return declaration(parse(text))
  } catch (thrown) {
    problems.push(`set.yaml: ${messageOf(thrown)}`)
    return { version: '', families: [] }
  }
}

function declaration(value: unknown): Declaration {
  const { version = '', families = [], ...rest } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { version: null }
  if (typeof version !== 'string') throw new Error('`version` must be a text')
  if (!Array.isArray(families) || !families.every((name) => typeof name === 'string')) throw new Error('`families` must be a list of file names')
  if (Object.keys(rest).length > 0) throw new Error(`unknown: ${Object.keys(rest).join(', ')}`)
  return { version, families }
}
