/** One shape that obfuscators leave behind. */
interface Shape {
  readonly says: string
  readonly points: number
  /** It needs characters that ASCII lacks. */
  readonly beyondAscii?: true
  found(text: string): boolean
}

/** Characters that are looked at. */
const sample = 2_000_000

function often(pattern: RegExp, times: number): (text: string) => boolean {
  return (text) => {
    pattern.lastIndex = 0
    let count = 0
    while (count < times && pattern.test(text)) count += 1
    return count >= times
  }
}

const shapes: readonly Shape[] = [
  { says: 'names like _0x3f2a', points: 50, found: often(/\b_0x[0-9a-f]{3,8}\b/g, 12) },
  { says: 'most texts written as \\x escapes', points: 30, found: mostlyEscaped },
  {
    says: 'a table of texts that is rotated until a sum fits',
    points: 30,
    found: often(/parseInt\([\s\S]{0,1500}?(?:\[['"]push['"]\]|\.push)\(\s*[\w$]{1,20}(?:\[['"]shift['"]\]|\.shift)\(\s*\)\s*\)/g, 1),
  },
  { says: 'control flow by a list of numbers', points: 40, found: often(/['"]\d{1,4}(?:\|\d{1,4}){3,200}['"]\s*(?:\.split|\[['"]split['"]\])/g, 1) },
  { says: 'the packer eval(function(p,a,c,k,e,d)', points: 60, found: often(/eval\(function\(p,a,c,k,e,[a-z]\)/g, 1) },
  { says: 'code made of brackets and signs only', points: 70, found: mostlyBrackets },
  { says: 'a debugger statement made from text', points: 40, found: often(/constructor['"]?\]?\s*\(\s*['"]debu['"+\s]{0,8}gger/g, 1) },
  {
    says: 'texts taken out of a function by hexadecimal number',
    points: 30,
    found: (text) => asksByNumber(text) >= 40,
  },
  {
    says: 'invisible characters that carry data',
    points: 60,
    beyondAscii: true,
    found: often(/(?:[\ufe00-\ufe0f\u200b\u200c\u2060-\u2064]|\udb40[\udd00-\uddef]){16}/g, 1),
  },
  { says: 'code behind a long run of spaces', points: 40, found: often(/[;{}][ \t]{160,}[^\s/*]/g, 1) },
]

/** 0 for plain or only minified code, to 100; with the shapes that were found, in words. */
export function obfuscation(text: string, isAscii = false): { readonly score: number; readonly reasons: readonly string[] } {
  const searched = text.length > sample ? text.slice(0, sample) : text
  const found = shapes.filter((shape) => !(isAscii && shape.beyondAscii) && shape.found(searched))
  const score = Math.min(
    100,
    found.reduce((sum, shape) => sum + shape.points, 0),
  )
  return { score, reasons: found.map((shape) => shape.says) }
}

/** Calls like `a(0x1f)` and `a(0x1f, 'x')`, up to 40. The bracket is looked for first: names are everywhere. */
function asksByNumber(text: string): number {
  const given = /\(-?0x[0-9a-f]{1,5}(?:,\s*(?:-?0x[0-9a-f]{1,5}|['"][^'"]{1,8}['"]))?\)/g
  let count = 0
  for (let hit = given.exec(text); hit !== null && count < 40; hit = given.exec(text)) {
    if (/\b[\w$]{1,12}$/.test(text.slice(Math.max(0, hit.index - 14), hit.index))) count += 1
  }
  return count
}

function mostlyEscaped(text: string): boolean {
  const escapes = text.split('\\x').length - 1
  return escapes > 100 && escapes * 4 > text.length / 5
}

function mostlyBrackets(text: string): boolean {
  if (text.length < 1000) return false
  const head = text.slice(0, 100_000)
  return head.length - head.replace(/[[\]()!+{}]/g, '').length > 0.8 * head.length
}
