import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { isBlob } from '../blob.ts'
import { Signs } from '../signs.ts'
import type { SourceText } from '../source-text.ts'
import { type Command, commandsIn } from './commands.ts'
import { commandSigns } from './signs.ts'

/** Words that only hold a script together. */
const structure = new Set(['fi', 'done', 'esac', '}', '{', ')', '(', 'then', 'else', 'do', ';;', 'in'])
const mostValue = 4096

/**
 * One unit for every logical command line; pipelines are one. Quotes, white space and comments do not count. Variables
 * that were given a plain text before in the same script are put in where they are used.
 */
export function shellUnits(source: SourceText, kind: string, from = 0): Unit[] {
  const units: Unit[] = []
  const variables = new Map<string, string>()
  for (const command of commandsIn(source.text)) {
    const known = { ...command, stages: command.stages.map((words) => words.map((word) => filled(word, variables))) }
    const text = known.stages.map((words) => words.join(' ')).join(' | ')
    remember(command, variables)
    if (structure.has(text)) continue
    const signs = new Signs()
    commandSigns(known, signs)
    if (known.stages.some((words) => words.some(isBlob)) || known.documents.some(isBlob)) signs.can('blob-literal')
    units.push(
      unitOf({
        kind,
        text: [text, ...known.documents].join('\n'),
        says: source.text
          .slice(command.start, Math.min(command.end, command.start + 480))
          .replace(/\s+/g, ' ')
          .replace(/[\s;&]{1,8}$/, ''),
        place: source.place(command.start + from),
        capabilities: signs.capabilities,
        hosts: signs.hosts,
        files: signs.files,
        defines: definedBy(command),
        uses: usedBy(command),
      }),
    )
  }
  return units
}

function filled(word: string, variables: ReadonlyMap<string, string>): string {
  if (!word.includes('$') || word.length > mostValue) return word
  let budget = 16 * mostValue
  return word.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const value = variables.get(braced ?? plain ?? '')
    budget -= value?.length ?? 0
    return value === undefined || budget < 0 ? whole : value
  })
}

function remember(command: Command, variables: Map<string, string>): void {
  for (const word of command.stages[0] ?? []) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word)
    if (match === null) continue
    const value = filled(match[2] ?? '', variables)
    if (value.length <= mostValue && !value.includes('$')) variables.set(match[1] ?? '', value)
  }
}

function definedBy(command: Command): string[] {
  return (command.stages[0] ?? []).flatMap((word) => /^([A-Za-z_]\w*)=/.exec(word)?.[1] ?? [])
}

function usedBy(command: Command): string[] {
  const words = command.stages.flat().join(' ').slice(0, 10_000)
  return [...words.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '').slice(0, 24)
}
