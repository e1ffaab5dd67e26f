/** Where a document stands: a line can only be read knowing what came before it. */
interface State {
  section: string
  key: string
  /** Lists that are open. */
  open: number
}

const header = /^\s{0,40}\[{1,2}([^\]]{1,200})\]{1,2}\s*(?:#.*)?$/
const setting = /^\s{0,40}([\w."'-]{1,200})\s{0,40}=(.*)$/
const texts = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g

/** Every text of a TOML document with its dotted key; those in lists each on their own. Texts over several lines are left out. */
export function* tomlTexts(document: string): Generator<[key: string, value: string]> {
  const state: State = { section: '', key: '', open: 0 }
  for (const raw of document.split(/\r?\n/, 50_000)) {
    const rest = settle(state, raw.slice(0, 20_000))
    if (rest === undefined || state.key === '') continue
    const path = state.section === '' ? state.key : `${state.section}.${state.key}`
    for (const [, one, other] of withoutComment(rest).matchAll(texts)) yield [path, one ?? other ?? '']
  }
}

/** Takes over what a line says of sections and keys; what is left of it are values. */
function settle(state: State, line: string): string | undefined {
  if (state.open > 0) {
    state.open = Math.max(0, state.open + balance(line))
    return line
  }
  const section = header.exec(line)?.[1]
  if (section !== undefined) {
    state.section = section.replaceAll('"', '').trim()
    state.key = ''
    return undefined
  }
  const [, key, value = ''] = setting.exec(line) ?? []
  if (key === undefined) return undefined
  state.key = key.replace(/["']/g, '')
  state.open = Math.max(0, balance(value))
  return value
}

function withoutComment(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*"|'[^']*')|#.*$/g, (_, literal?: string) => literal ?? '')
}

function balance(text: string): number {
  const plain = withoutComment(text).replace(texts, '')
  return plain.split('[').length - plain.split(']').length
}
