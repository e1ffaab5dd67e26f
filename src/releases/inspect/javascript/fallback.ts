import type { Capability } from '../../capability.ts'
import { isBlob } from '../../code/blob.ts'
import { Signs } from '../../code/signs.ts'
import type { SourceText } from '../../code/source-text.ts'
import { tellText, tellWords } from '../../code/telling.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { globalRules, moduleRules } from './rules.ts'
import { codesOf, Scanner, type TokenKind } from './tokens.ts'

/** A run of tokens is cut here at the latest: code without `;` and braces. */
const mostTokens = 400
const mostCharacters = 1 << 20

/** Words that give a capability away without a grammar: those of the platform, and members of modules with telling names. */
const wordRules = new Map<string, readonly Capability[]>()
for (const [name, can] of Object.entries(globalRules)) if (!name.includes('.')) wordRules.set(name, can)
for (const name of ['exec', 'execSync', 'execFile', 'execFileSync', 'spawn', 'spawnSync']) wordRules.set(name, moduleRules.child_process?.[name] ?? [])
for (const [name, can] of Object.entries(moduleRules.fs ?? {})) if (name.endsWith('Sync')) wordRules.set(name, can)

/** Units of text that no parser takes: runs of tokens up to `;` or a brace, with what their words and literals give away. */
export function tokenUnits(source: SourceText, kind: string): Unit[] {
  const runs = new Runs(source, kind)
  new Scanner(codesOf(source.text), (token, start, end) => runs.token(token, start, end)).run()
  runs.flush()
  return runs.units
}

class Runs {
  readonly units: Unit[] = []
  readonly #source: SourceText
  readonly #kind: string
  #tokens: string[] = []
  #characters = 0
  #start = -1
  #end = 0
  #signs = new Signs()
  /** Texts that are joined by `+`. */
  #joined = ''
  #before = ''

  constructor(source: SourceText, kind: string) {
    this.#source = source
    this.#kind = kind
  }

  token(kind: TokenKind, start: number, end: number) {
    const token = this.#source.text.slice(start, end)
    if (this.#start < 0) this.#start = start
    this.#end = end
    if (kind === 'mark' && (token === ';' || token === '{' || token === '}')) return this.flush()
    this.#read(kind, token)
    this.#before = token
    if (this.#tokens.length >= mostTokens || this.#characters > mostCharacters) this.flush()
  }

  flush(): void {
    this.#tellJoined()
    if (this.#tokens.length > 0) {
      this.units.push(
        unitOf({
          kind: this.#kind,
          text: this.#tokens.join(' '),
          says: this.#source.text.slice(this.#start, Math.min(this.#end, this.#start + 480)).replace(/\s+/g, ' '),
          place: this.#source.place(this.#start),
          capabilities: this.#signs.capabilities,
          hosts: this.#signs.hosts,
          imports: this.#signs.imports,
        }),
      )
    }
    this.#tokens = []
    this.#characters = 0
    this.#start = -1
    this.#signs = new Signs()
    this.#before = ''
  }

  #read(kind: TokenKind, token: string) {
    this.#characters += token.length
    if (kind === 'string') return this.#literal(unquoted(token))
    if (kind === 'template') return this.#literal(token.replace(/^`|`$|\$$/g, ''))
    this.#tokens.push(token)
    if (kind === 'word' && !this.#isOfPattern()) this.#signs.can(...(wordRules.get(token) ?? []))
    else if (kind === 'pattern') tellWords(token.toLowerCase().replaceAll('\\', ''), this.#signs)
    if (token !== '+') this.#tellJoined()
  }

  /** `/^m/.exec(text)` runs a pattern, no program. */
  #isOfPattern(): boolean {
    return this.#tokens.at(-2) === '.' && /^\/.*\/[a-z]*$/s.test(this.#tokens.at(-3) ?? '')
  }

  #literal(value: string): void {
    this.#tokens.push(JSON.stringify(value))
    tellText(value, this.#signs)
    if (isBlob(value)) this.#signs.can('blob-literal')
    if (this.#before === '(' && /^[\w@./:-]{1,100}$/.test(value) && this.#tokens.at(-3) === 'require') this.#module(value)
    if (this.#before !== '+') this.#tellJoined()
    if (this.#joined.length < 65_536) this.#joined += value
  }

  #module(name: string): void {
    this.#signs.imported(name)
    const plain = name.replace(/^node:/, '')
    if (Object.hasOwn(moduleRules, plain)) this.#signs.can(...(moduleRules[plain]?.[''] ?? []))
  }

  #tellJoined(): void {
    if (this.#joined.length >= 4) tellText(this.#joined, this.#signs)
    this.#joined = ''
  }
}

function unquoted(token: string): string {
  const inner = token.slice(1, token.length > 1 ? -1 : undefined)
  if (!inner.includes('\\')) return inner
  return inner.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))/g,
    (_, x?: string, u?: string, point?: string, plain?: string) => {
      const code = Number.parseInt(x ?? u ?? point ?? '', 16)
      return Number.isNaN(code) || code > 0x10ffff ? (plain ?? '') : String.fromCodePoint(code)
    },
  )
}
