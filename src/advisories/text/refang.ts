/** Text with every defanged form undone, and the way back to how it was written. */
export interface Refanged {
  readonly text: string
  /** Offset of each character in the text as written, and of the end. */
  readonly at: Int32Array
  /** 1 where the writing was changed on purpose to keep a value from being clicked. */
  readonly changed: Uint8Array
}

/** Letters that end names which people write with ` dot `: few, since `dot` is also a word. */
const spokenEndings = 'com|net|org|info|biz|io|co|ru|cn|xyz|uk|fr|nl|eu|kr|jp|pw|cc|tk|onion|invalid|test|example'
const nameEnd = String.raw`(?<=[\p{L}\p{N}%*_)\]}>-])`
const nameStart = String.raw`(?=[\p{L}\p{N}%*_([{<-])`
const open = '[[({<]{1,2}'
const close = String.raw`[\])}>]{1,2}`
const gap = '[ \\t]{0,2}'

interface Rule {
  readonly pattern: RegExp
  /** What stands there in truth, or undefined to leave it. */
  readonly truth: (match: RegExpExecArray, text: string) => string | undefined
  /** A mark of defanging, and not only of layout. */
  readonly defangs: boolean
}

/** In this order: a bracket may stand inside a scheme. */
const rules: readonly Rule[] = [
  { pattern: /[\u00ad\u200b-\u200d\u2060\ufeff]/gu, truth: () => '', defangs: false },
  { pattern: /[\u3002\uff0e]/gu, truth: () => '.', defangs: false },
  {
    pattern: new RegExp(String.raw`(?:${nameEnd}${gap})?${open}${gap}(\.|d[o0]t|punto|punkt|point|,)${gap}${close}(?:${gap}(?=[\p{Ll}\p{N}%*_([{<-]))?`, 'giu'),
    truth: (match, text) => (stands(text, match) ? '.' : undefined),
    defangs: true,
  },
  { pattern: /(?<=[a-z0-9_-])\[\.(?=[a-z0-9])|(?<=[a-z0-9_-])\.\](?=[a-z0-9])/giu, truth: () => '.', defangs: true },
  { pattern: /(?<=[a-z0-9])(?:[_-]dot[_-]| _dot_ )(?=[a-z0-9])/giu, truth: () => '.', defangs: true },
  { pattern: new RegExp(`(?<=[a-z0-9-]{2}) dot (?=(?:${spokenEndings})(?![a-z]))`, 'giu'), truth: () => '.', defangs: true },
  { pattern: /(?<=[a-z0-9-]{2}) DOT (?=[a-z]{2,24}(?![a-z]))/gu, truth: () => '.', defangs: true },
  { pattern: /(?<=(?<![\d.])\d{1,3}(?: ?\. ?\d{1,3}){0,2}) \. (?=\d{1,3}(?: ?\. ?\d{1,3}){0,2}(?!\d| ?\. ?\d))/gu, truth: () => '.', defangs: true },
  { pattern: /(?<=[a-z0-9_-])\\\.(?=[a-z0-9])/giu, truth: (match, text) => (isPattern(text, match.index) ? '.' : undefined), defangs: true },
  { pattern: new RegExp(String.raw`${gap}${open}(:\/\/|:\/|:|\/\/|\/)${close}${gap}`, 'gu'), truth: (match) => match[1], defangs: true },
  {
    pattern: new RegExp(`${nameEnd}${gap}${open}${gap}(?:@|at)${gap}${close}${gap}${nameStart}|(?<=[a-z0-9])_at_(?=[a-z0-9])`, 'giu'),
    truth: () => '@',
    defangs: true,
  },
  {
    pattern: /(?:h(?:xx|xt|tx|\*\*|XX|\[tt\]|\[xx\])p|(?<![\p{L}])meow)(s|\[s\]|\(s\))?(?= ?:)/giu,
    truth: (match) => (match[1] ? 'https' : 'http'),
    defangs: true,
  },
  { pattern: /(?<![\p{L}\p{N}])http(?:\[s\]|\(s\))(?=:)/giu, truth: () => 'https', defangs: true },
  { pattern: /(?<![\p{L}\p{N}])f[xt*]p(s)?(?=:\/\/)/giu, truth: (match) => `ftp${match[1] ?? ''}`, defangs: true },
  { pattern: /(?<=(?<![\p{L}\p{N}])(?:https?|ftps?))(?: {1,2}: ?\/\/ ?|: \/\/ ?|:\/\/ )(?=[\p{L}\p{N}])/giu, truth: () => '://', defangs: true },
  { pattern: /(?<=(?:https?|ftps?):\/\/[a-z0-9.-]{1,80}) \. ?(?=[a-z0-9])/giu, truth: () => '.', defangs: true },
  { pattern: /(?<=(?<![\p{L}\p{N}])(?:https?|ftps?)):\\\\(?=[\p{L}\p{N}])/giu, truth: () => '://', defangs: true },
]

/** Undoes `[.] (.) {.} \. [dot] _dot_ " dot " hxxp h**p fxp [:] [://] [/] [@] [at]`, spaces around them, and characters of no width. */
export function refang(text: string): Refanged {
  let state: Refanged = { text, at: identity(text.length), changed: new Uint8Array(text.length) }
  for (const rule of rules) state = apply(state, rule)
  return state
}

/** True when any character of the span was defanged. */
export function wasDefanged(text: Refanged, start: number, end: number): boolean {
  return text.changed.subarray(start, end).includes(1)
}

function identity(length: number): Int32Array {
  const at = new Int32Array(length + 1)
  for (let index = 0; index <= length; index += 1) at[index] = index
  return at
}

function apply(state: Refanged, { pattern, truth, defangs }: Rule): Refanged {
  const { text } = state
  pattern.lastIndex = 0
  let match = pattern.exec(text)
  if (!match) return state
  const parts: string[] = []
  const at: number[] = []
  const changed: number[] = []
  let from = 0
  const keep = (end: number) => {
    parts.push(text.slice(from, end))
    for (let index = from; index < end; index += 1) {
      at.push(state.at[index] ?? 0)
      changed.push(state.changed[index] ?? 0)
    }
  }
  for (; match; match = pattern.exec(text)) {
    const instead = truth(match, text)
    if (instead === undefined) continue
    keep(match.index)
    parts.push(instead)
    for (let index = 0; index < instead.length; index += 1) {
      at.push(state.at[match.index] ?? 0)
      changed.push(defangs ? 1 : (state.changed[match.index] ?? 0))
    }
    from = match.index + match[0].length
  }
  keep(text.length)
  at.push(state.at[text.length] ?? 0)
  return { text: parts.join(''), at: Int32Array.from(at), changed: Uint8Array.from(changed) }
}

/** A bracketed dot counts only between two parts of a name: `(.)` and `(point)` also stand alone in prose. */
function stands(text: string, match: RegExpExecArray): boolean {
  const before = text[match.index - 1] ?? (/^[ \t]/.test(match[0]) ? ' ' : '')
  const after = text[match.index + match[0].length] ?? ''
  return /[\p{L}\p{N}%*_\])}>-]/u.test(before) && /[\p{L}\p{N}%*_[({<-]/u.test(after)
}

/** `evil\.com` in a regular expression is a name; `C:\.git` and `..\.cache` are paths. */
function isPattern(text: string, at: number): boolean {
  const from = Math.max(0, at - 80)
  const before = /[^\s"'`<>|,;]*$/.exec(text.slice(from, at))?.[0] ?? ''
  const after = /^[^\s"'`<>|,;]*/.exec(text.slice(at + 2, at + 82))?.[0] ?? ''
  return !/\\(?![.d?w-])|^[a-z]:|%/i.test(before) && !/\\(?![.d?w/-])/i.test(after)
}
