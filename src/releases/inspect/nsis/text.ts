import { Cursor } from '../../cursor.ts'

/** The four codes that stand for a variable, a folder of the system, a text of the language, or "the next is meant as it is". */
interface Codes {
  readonly lang: number
  readonly shell: number
  readonly variable: number
  readonly skip: number
}

const codesOf3: Codes = { lang: 1, shell: 2, variable: 3, skip: 4 }
const codesOf2: Codes = { lang: 255, shell: 254, variable: 253, skip: 252 }
/** Of the Unicode builds that came before NSIS 3. */
const codesOfOldUnicode: Codes = { lang: 0xe003, shell: 0xe002, variable: 0xe001, skip: 0xe000 }

const namedVariables = ['CMDLINE', 'INSTDIR', 'OUTDIR', 'EXEDIR', 'LANGUAGE', 'TEMP', 'PLUGINSDIR', 'EXEPATH', 'EXEFILE', 'HWNDPARENT', '_CLICK', '_OUTDIR']

/** CSIDL numbers as NSIS names the folders. */
const folders: Readonly<Record<number, string>> = {
  0: 'DESKTOP',
  2: 'SMPROGRAMS',
  5: 'DOCUMENTS',
  6: 'FAVORITES',
  7: 'SMSTARTUP',
  8: 'RECENT',
  9: 'SENDTO',
  11: 'STARTMENU',
  13: 'MUSIC',
  14: 'VIDEOS',
  16: 'DESKTOP',
  19: 'NETHOOD',
  20: 'FONTS',
  21: 'TEMPLATES',
  22: 'STARTMENU',
  23: 'SMPROGRAMS',
  24: 'SMSTARTUP',
  25: 'DESKTOP',
  26: 'APPDATA',
  27: 'PRINTHOOD',
  28: 'LOCALAPPDATA',
  32: 'INTERNET_CACHE',
  33: 'COOKIES',
  34: 'HISTORY',
  35: 'APPDATA',
  36: 'WINDIR',
  37: 'SYSDIR',
  38: 'PROGRAMFILES',
  39: 'PICTURES',
  40: 'PROFILE',
  43: 'COMMONFILES',
  46: 'DOCUMENTS',
  47: 'ADMINTOOLS',
  53: 'MUSIC',
  54: 'PICTURES',
  55: 'VIDEOS',
}

const longest = 8192

/** The texts of a script: constants with variables in them, in one block, named by their offset in characters. */
export class Texts {
  readonly isUnicode: boolean
  readonly #cursor: Cursor
  readonly #codes: Codes

  /** `block` begins with the empty text that every script has first. */
  constructor(block: Uint8Array) {
    this.#cursor = new Cursor(block)
    this.isUnicode = block.length >= 2 && this.#cursor.u16(0) === 0
    this.#codes = this.isUnicode ? codesOfUnicode(block) : codesOfAnsi(block)
  }

  /** The text at a place as a parameter names it; negative numbers name a text of the language. */
  at(place: number): string {
    if (place < 0) return `$(LANG_${-(place + 1)})`
    let text = ''
    for (let at = place; text.length < longest; at += 1) {
      const code = this.#unit(at)
      if (code === undefined || code === 0) return text
      const isCode = Object.values(this.#codes).includes(code)
      if (!isCode) text += this.isUnicode ? String.fromCharCode(code) : Buffer.from([code]).toString('latin1')
      else if (code === this.#codes.skip) text += String.fromCharCode(this.#unit(++at) ?? 0x3f)
      else {
        const [low, high, width] = this.#argument(at + 1)
        text += this.#named(code, low, high)
        at += width
      }
    }
    return text
  }

  #unit(at: number): number | undefined {
    const offset = this.isUnicode ? 2 * at : at
    if (!this.#cursor.has(offset, this.isUnicode ? 2 : 1)) return undefined
    return this.isUnicode ? this.#cursor.u16(offset) : this.#cursor.u8(offset)
  }

  /** What follows a code: two bytes, or one character of two. */
  #argument(at: number): [low: number, high: number, width: number] {
    const first = this.#unit(at) ?? 0
    return this.isUnicode ? [first & 0xff, first >> 8, 1] : [first, this.#unit(at + 1) ?? 0, 2]
  }

  #named(code: number, low: number, high: number): string {
    if (code === this.#codes.shell) return this.#folder(low, high)
    // Seven bits in each byte, the eighth so that none is zero; the old Unicode builds keep fifteen bits together.
    const number = this.#codes === codesOfOldUnicode ? (low | (high << 8)) & 0x7fff : (low & 0x7f) | ((high & 0x7f) << 7)
    return code === this.#codes.variable ? variable(number) : `$(LANG_${number})`
  }

  /** With the highest bit set, a value of the registry that names the folder; else the folder of the user and that of all users. */
  #folder(own: number, everyone: number): string {
    if (own & 0x80) {
      const name = this.at(own & 0x3f)
      const wide = own & 0x40 ? '64' : ''
      if (name === 'ProgramFilesDir') return `$PROGRAMFILES${wide}`
      return name === 'CommonFilesDir' ? `$COMMONFILES${wide}` : `$(REGISTRY_${name})`
    }
    return `$${folders[own] ?? folders[everyone] ?? `FOLDER_${own}`}`
  }
}

function variable(number: number): string {
  if (number < 10) return `$${number}`
  if (number < 20) return `$R${number - 10}`
  return `$${namedVariables[number - 20] ?? `_${number - 20 - namedVariables.length}_`}`
}

/** NSIS 3 moved its codes to control characters, which no text has otherwise: they are told by the arguments behind them. */
function codesOfAnsi(block: Uint8Array): Codes {
  let three = 0
  let two = 0
  for (let at = 0; at + 2 < block.length; at += 1) {
    const [code = 0, low = 0, high = 0] = block.subarray(at, at + 3)
    const isArgument = low >= 0x80 && high >= 0x80
    if (code >= 1 && code <= 3 && (isArgument || code === 2)) three += 1
    if (code >= 253 && (isArgument || code === 254)) two += 1
  }
  return three >= two ? codesOf3 : codesOf2
}

function codesOfUnicode(block: Uint8Array): Codes {
  for (let at = 1; at < block.length; at += 2) if (block[at] === 0xe0 && (block[at - 1] ?? 255) <= 3) return codesOfOldUnicode
  return codesOf3
}
