import { messageOf } from '../../base/errors.ts'
import { sha256 } from '../../base/hash.ts'
import { printable } from '../../base/text.ts'
import { type Capability, capabilities } from '../capability.ts'
import type { InspectedFile, Reading, Trait, Unit } from '../reading.ts'
import { unitOf } from '../unit.ts'
import { type CompiledRules, compileRules } from './compile.ts'
import { type EngineMatch, loadEngine } from './engine.ts'
import { ownRules, type RuleSources, readRuleFolder } from './sources.ts'

/** A rule that matches a file. */
export interface RuleHit {
  readonly rule: string
  /** File of the rule. */
  readonly source: string
  /** Kind `rule`, at the first match; the id is the rule's name alone, so that a rule which matched the release before is nothing new. */
  readonly unit: Unit
  /** ATT&CK technique, from `meta`. */
  readonly technique?: string
  /** Class of the fact it makes (A…I), from `meta`. */
  readonly class?: string
  /** Names known malware. */
  readonly family: boolean
}

export interface RuleScan {
  readonly hits: readonly RuleHit[]
  /** What was not scanned, and why. Unscanned is unknown, never harmless. */
  readonly notes: readonly string[]
}

export interface RuleSet {
  /** Declared versions and a hash over all rules, for the verdict: `1.0.0+3f2a…`. */
  readonly version: string
  readonly rules: number
  /** What is wrong with rules, with file and line; and why there is no engine. */
  readonly problems: readonly string[]
  /**
   * Folder after folder, until `seconds` have passed: what then is left is not run, and noted. The engine cannot be stopped inside
   * one folder's rules, so that whoever scans hostile bytes with rules of others needs a process with a limit of its own, too.
   * Never throws for what the bytes are.
   */
  scan(bytes: Uint8Array, seconds?: number): RuleScan
}

export interface RuleOptions {
  /** Folders of rules, ours and the user's; ours when absent. */
  readonly folders?: readonly string[]
  /** false: without the rules for known malware. */
  readonly families?: boolean
}

interface Group extends CompiledRules {
  readonly folder: string
}

const mostMatches = 100
const usualSeconds = 20

/** Reads and compiles rules, each folder by itself: a global rule of one says nothing about the others. */
export function loadRules({ folders = [ownRules], families = true }: RuleOptions = {}): RuleSet {
  const read = folders.map((folder) => {
    const found = readRuleFolder(folder)
    return { ...found, folder, sources: found.sources.filter((source) => families || !source.families) }
  })
  const version = versionOf(read)
  const problems = read.flatMap((folder) => folder.problems)
  const loaded = loadEngine()
  if ('missing' in loaded) {
    const missing = `the rules were not run: the engine for YARA rules does not run on this platform (${loaded.missing})`
    return { version, rules: 0, problems: [...problems, missing], scan: () => ({ hits: [], notes: [missing] }) }
  }
  const groups = read.map(({ folder, sources }): Group => ({ folder, ...compileRules(loaded.engine, sources) }))
  for (const { compiled } of groups) compiled.setMaxMatchesPerPattern(mostMatches)
  return {
    version,
    rules: groups.reduce((sum, { origin }) => sum + origin.size, 0),
    problems: [...problems, ...groups.flatMap((group) => group.problems)],
    scan: (bytes, seconds = usualSeconds) => scan(groups, bytes, seconds),
  }
}

/** The rules as one of the scanners that read a file beside its reader. */
export function ruleScanner(rules: RuleSet, seconds?: number): (file: InspectedFile) => Reading {
  return ({ bytes }) => {
    const { hits, notes } = rules.scan(bytes, seconds)
    return { reader: 'yara', units: hits.map(({ unit }) => unit), traits: hits.flatMap(traitsOf), notes }
  }
}

/** `yara.NAME.class`, `yara.NAME.technique`, `yara.NAME.family`: what a rule's `meta` says, for the facts. */
function traitsOf({ rule, unit: { place }, technique, class: factClass, family }: RuleHit): Trait[] {
  return [
    ...(factClass === undefined ? [] : [{ name: `yara.${rule}.class`, value: factClass, place }]),
    ...(technique === undefined ? [] : [{ name: `yara.${rule}.technique`, value: technique, place }]),
    { name: `yara.${rule}.family`, value: family, place },
  ]
}

function versionOf(folders: readonly RuleSources[]): string {
  const declared = folders.map(({ version }) => version).filter((version) => version !== '')
  const texts = folders.flatMap(({ sources }) => sources.map(({ path, text }) => `${path}\n${text}`))
  return `${declared.join(',')}+${sha256(texts.join('\0')).slice(0, 12)}`
}

function scan(groups: readonly Group[], bytes: Uint8Array, seconds: number): RuleScan {
  const started = performance.now()
  const hits: RuleHit[] = []
  const notes: string[] = []
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const group of bytes.length === 0 ? [] : groups) {
    if (performance.now() - started > 1000 * seconds) {
      notes.push(`the rules of ${printable(group.folder)} were not run: those before took longer than ${seconds} s`)
      continue
    }
    try {
      hits.push(...group.compiled.scan(buffer).map((match) => hitOf(group, match)))
    } catch (thrown) {
      notes.push(`the rules of ${printable(group.folder)} could not be run: ${printable(messageOf(thrown))}`)
    }
  }
  return { hits: hits.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)), notes }
}

function hitOf({ origin }: CompiledRules, { ruleIdentifier: rule, meta, matches }: EngineMatch): RuleHit {
  const source = origin.get(rule)
  const first = matches.reduce<EngineMatch['matches'][number] | undefined>(
    (least, match) => (least === undefined || match.offset < least.offset ? match : least),
    undefined,
  )
  const text = (name: string) => (typeof meta[name] === 'string' ? printable(meta[name]) : undefined)
  const excerpt = first === undefined ? '' : `: ${first.data.replaceAll('\0', '').slice(0, 80)}`
  const technique = text('technique')
  const factClass = text('class')
  return {
    rule,
    source: source?.path ?? '',
    unit: unitOf({
      kind: 'rule',
      text: rule,
      says: `${text('description') ?? rule}${excerpt}`,
      place: first === undefined ? {} : { offset: first.offset },
      capabilities: (text('capability') ?? '').split(/[\s,]+/).filter((name): name is Capability => Object.hasOwn(capabilities, name)),
    }),
    ...(technique !== undefined && { technique }),
    ...(factClass !== undefined && { class: factClass }),
    family: source?.families ?? false,
  }
}
