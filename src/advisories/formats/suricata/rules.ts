import type { Note } from '../../advisory.ts'

export interface Option {
  readonly name: string
  readonly value: string
}

export interface SuricataRule {
  readonly line: number
  readonly text: string
  readonly action: string
  readonly source: string
  readonly destination: string
  readonly options: readonly Option[]
  readonly message: string
  readonly sid: string
}

const longest = 65_536

/** The rules of a file; a backslash at its end joins a line with the next. Comments are passed over, broken rules noted. */
export function rulesIn(text: string): { readonly rules: readonly SuricataRule[]; readonly notes: readonly Note[] } {
  const rules: SuricataRule[] = []
  const notes: Note[] = []
  let open = ''
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const whole = open + content
    open = ''
    if (whole.trim() === '' || /^\s*#/.test(whole)) continue
    if (whole.endsWith('\\') && whole.length < longest) {
      open = whole.slice(0, -1)
      continue
    }
    const rule = whole.length < longest ? ruleOf(whole.trim(), index + 1) : undefined
    if (rule) rules.push(rule)
    else notes.push({ what: 'This line is no rule that can be read.', place: { line: index + 1 } })
  }
  return { rules, notes }
}

function ruleOf(text: string, line: number): SuricataRule | undefined {
  const open = text.indexOf('(')
  if (open < 0 || !text.endsWith(')')) return undefined
  const [action = '', , source = '', , , destination = ''] = words(text.slice(0, open))
  const options = optionsOf(text.slice(open + 1, -1))
  const of = (name: string) => options.find((option) => option.name === name)?.value.replace(/^"|"$/g, '') ?? ''
  if (destination === '' || options.length === 0) return undefined
  return { line, text, action, source, destination, options, message: of('msg'), sid: of('sid') }
}

/** Words of a rule's head; a list in brackets is one word. */
function words(head: string): readonly string[] {
  const found: string[] = []
  let word = ''
  let depth = 0
  for (const character of `${head} `) {
    if (character === '[') depth += 1
    if (character === ']') depth -= 1
    if (/\s/.test(character) && depth <= 0) {
      if (word !== '') found.push(word)
      word = ''
    } else word += character
  }
  return found
}

/** `name:value;` parts; a semicolon inside quotation marks or behind a backslash belongs to the value. */
function optionsOf(text: string): readonly Option[] {
  const options: Option[] = []
  let part = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '\\') {
      part += character + (text[at + 1] ?? '')
      at += 1
    } else if (character === ';' && !quoted) {
      const colon = part.indexOf(':')
      options.push(colon < 0 ? { name: part.trim(), value: '' } : { name: part.slice(0, colon).trim(), value: part.slice(colon + 1).trim() })
      part = ''
    } else {
      if (character === '"') quoted = !quoted
      part += character
    }
  }
  return options
}
