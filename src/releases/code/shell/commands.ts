/** A word of a command: quotes and escapes folded, variables that are known put in. */
export interface Command {
  /** The stages of a pipeline, each a list of words; assignments and redirections are words, too. */
  readonly stages: readonly (readonly string[])[]
  /** Bodies of here-documents. */
  readonly documents: readonly string[]
  /** Characters from the beginning of the text. */
  readonly start: number
  readonly end: number
}

/** Longest command that is read whole, in characters; longer ones are cut. */
const longest = 256 * 1024
const space = new Set([' ', '\t', '\r'])
const breaks = new Set(['\n', ';', '&', '|'])

/** The commands of a text in the language of sh, bash and zsh, pipelines as one; takes what comes, in linear time. */
export function commandsIn(text: string): Command[] {
  const splitter = new Splitter(text)
  splitter.run()
  return splitter.commands
}

class Splitter {
  readonly commands: Command[] = []
  readonly #text: string
  #at = 0
  #start = -1
  #word: string | undefined
  #stage: string[] = []
  #stages: string[][] = []
  #pending: { readonly end: string; readonly indented: boolean }[] = []
  #documents: string[] = []
  /** The last thing read is a `|`. */
  #piped = false

  constructor(text: string) {
    this.#text = text
  }

  run(): void {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at))
    this.#endCommand()
  }

  #step(character: string) {
    if (this.#start >= 0 && this.#at - this.#start > longest) this.#endCommand()
    if (character === '\\') return this.#escape()
    if (space.has(character)) return this.#endWord(1)
    if (breaks.has(character)) return this.#break(character)
    if (character === '#' && this.#word === undefined) return this.#comment()
    if (this.#start < 0) this.#start = this.#at
    if (character === "'") return this.#single()
    if (character === '"') return this.#double()
    if (character === '`') return this.#substitution(this.#at + 1, '`')
    if (character === '$') return this.#dollar()
    if (character === '<' && this.#text.startsWith('<<', this.#at)) return this.#hereDocument()
    if ((character === '(' || character === ')') && this.#word === undefined) return this.#break(character)
    this.#add(character, 1)
  }

  #add(text: string, length: number): void {
    if (this.#start < 0) this.#start = this.#at
    this.#piped = false
    this.#word = (this.#word ?? '') + text
    this.#at += length
  }

  #endWord(skip: number): void {
    if (this.#word !== undefined) this.#stage.push(this.#word)
    this.#word = undefined
    this.#at += skip
  }

  #endStage(): void {
    this.#endWord(0)
    if (this.#stage.length > 0) this.#stages.push(this.#stage)
    this.#stage = []
  }

  #endCommand(): void {
    this.#endStage()
    if (this.#stages.length > 0) this.commands.push({ stages: this.#stages, documents: this.#documents, start: Math.max(0, this.#start), end: this.#at })
    this.#stages = []
    this.#documents = []
    this.#start = -1
    this.#piped = false
  }

  #escape(): void {
    const next = this.#text.charAt(this.#at + 1)
    if (next === '\n') this.#at += 2
    else if (next === '\r' && this.#text.charAt(this.#at + 2) === '\n') this.#at += 3
    else this.#add(next, 2)
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#at = end < 0 ? this.#text.length : end
  }

  #break(character: string) {
    const pair = this.#text.slice(this.#at, this.#at + 2)
    const before = this.#word?.at(-1)
    // `2>&1` and `>|` are redirections.
    if ((character === '&' || character === '|') && before === '>') return this.#add(character, 1)
    if (pair === '&>') return this.#add(pair, 2)
    if (character === '|' && pair !== '||') {
      this.#endStage()
      this.#piped = true
      this.#at += pair === '|&' ? 2 : 1
      return
    }
    if (character === '\n' && this.#pending.length > 0) this.#readDocuments()
    else this.#at += pair === '&&' || pair === '||' || pair === ';;' ? 2 : 1
    // A pipeline may go on in the next line.
    if (character === '\n' && this.#piped && this.#stage.length === 0 && this.#word === undefined) return
    this.#endCommand()
  }

  #single(): void {
    const end = this.#text.indexOf("'", this.#at + 1)
    const stop = end < 0 ? this.#text.length : end
    this.#add(this.#text.slice(this.#at + 1, stop), stop + 1 - this.#at)
  }

  #double(): void {
    let word = ''
    let at = this.#at + 1
    while (at < this.#text.length && this.#text.charAt(at) !== '"') {
      const character = this.#text.charAt(at)
      if (character === '\\') {
        const next = this.#text.charAt(at + 1)
        word += next === '\n' ? '' : '$`"\\'.includes(next) ? next : `\\${next}`
        at += 2
      } else if (character === '$' && this.#text.charAt(at + 1) === '(') {
        const end = closing(this.#text, at + 2)
        word += this.#text.slice(at, end)
        at = end
      } else {
        word += character
        at += 1
      }
    }
    this.#add(word, at + 1 - this.#at)
  }

  #dollar() {
    const next = this.#text.charAt(this.#at + 1)
    if (next === '(') return this.#substitution(this.#at + 2, ')')
    if (next === "'") return this.#ansi()
    if (next === '{') {
      const end = this.#text.indexOf('}', this.#at)
      const stop = end < 0 ? this.#text.length : end + 1
      return this.#add(this.#text.slice(this.#at, stop), stop - this.#at)
    }
    this.#add('$', 1)
  }

  /** `$(…)` and backticks stay one word: what is inside is read by those who ask for it. */
  #substitution(from: number, mark: ')' | '`'): void {
    const found = mark === ')' ? closing(this.#text, from) : this.#text.indexOf('`', from) + 1
    const end = found <= 0 ? this.#text.length : found
    const inner = this.#text.slice(from, Math.max(from, end - 1))
    this.#add(`$(${inner})`, end - this.#at)
  }

  /** `$'\x63url'` */
  #ansi(): void {
    let end = this.#at + 2
    while (end < this.#text.length && this.#text.charAt(end) !== "'") end += this.#text.charAt(end) === '\\' ? 2 : 1
    const inner = this.#text.slice(this.#at + 2, end)
    const folded = inner.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/g, (_, hex?: string, octal?: string, plain?: string) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      return octal !== undefined ? String.fromCharCode(Number.parseInt(octal, 8)) : (plain ?? '')
    })
    this.#add(folded, Math.min(end + 1, this.#text.length) - this.#at)
  }

  #hereDocument() {
    const match = /^<<(-?)\s{0,8}(['"]?)([A-Za-z_]\w{0,60})\2/.exec(this.#text.slice(this.#at, this.#at + 80))
    if (match === null) return this.#add('<<', this.#text.startsWith('<<<', this.#at) ? 3 : 2)
    this.#pending.push({ end: match[3] ?? '', indented: match[1] === '-' })
    this.#endWord(0)
    this.#stage.push('<<')
    this.#at += match[0].length
  }

  #readDocuments(): void {
    this.#at += 1
    for (const { end, indented } of this.#pending) {
      const lines: string[] = []
      while (this.#at < this.#text.length) {
        const stop = this.#text.indexOf('\n', this.#at)
        const line = this.#text.slice(this.#at, stop < 0 ? undefined : stop)
        this.#at = stop < 0 ? this.#text.length : stop + 1
        if ((indented ? line.replace(/^\t+/, '') : line).trimEnd() === end) break
        lines.push(line)
      }
      this.#documents.push(lines.join('\n'))
    }
    this.#pending = []
  }
}

/** What is inside the outermost `$(…)` of a word. */
export function substitutions(word: string): string[] {
  const inner: string[] = []
  for (let at = word.indexOf('$('); at >= 0; ) {
    const end = closing(word, at + 2)
    inner.push(word.slice(at + 2, word.charAt(end - 1) === ')' ? end - 1 : end))
    at = word.indexOf('$(', end)
  }
  return inner
}

/** Index behind the bracket that closes what is open at `from`; the end of the text when none does. */
function closing(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\\') at += 1
    else if (character === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return text.length
      at = end
    } else if (character === '(') depth += 1
    else if (character === ')') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}
