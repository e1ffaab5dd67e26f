import { compareDigits, compareLists, compareLongerLater, compareText, type Order, type VersionScheme } from './order.ts'

/** The order of suffixes; '' is none. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']

interface Suffix {
  readonly rank: number
  readonly number: string
}

interface AlpineVersion {
  readonly text: string
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly Suffix[]
  readonly revision: string | undefined
  /** What is left and does not belong there. */
  readonly rest: string
}

/**
 * Alpine's apk, and Wolfi and Chainguard: `number{.number}{letter}{_suffix{number}}{~hash}{-r#}`, in the order of apk-tools 3; the hash makes no
 * difference. Numbers after the first are compared as text where one begins with 0. A version with something left over comes before the one
 * without it; two that do not follow the form from the number on are compared as text.
 * https://github.com/alpinelinux/apk-tools/blob/master/doc/apk-package.5.scd
 */
export const alpine: VersionScheme = {
  name: 'Alpine',
  compare(a, b) {
    const [left, right] = [parse(a), parse(b)]
    if (!left || !right) return undefined
    if (isFormless(left) && isFormless(right)) return compareText(left.text, right.text)
    return compareVersion(left, right) || compareRest(left, right)
  },
}

function parse(whole: string): AlpineVersion | undefined {
  const text = whole.trim()
  if (!/^[0-9A-Za-z._~-]+$/.test(text)) return undefined
  const [, numbers = '', letter = '', suffixed = '', tail = ''] =
    /^((?:\d+(?:\.\d+)*)?)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(.*)$/.exec(text) ?? []
  const [, revision, rest = ''] = /^(?:~[0-9a-f]+)?(?:-r(\d*))?(.*)$/.exec(tail) ?? []
  const found = [...suffixed.matchAll(/_([a-z]+)(\d*)/g)].map(([, word = '', number = '']) => ({ rank: suffixes.indexOf(word), number }))
  return { text, numbers: numbers === '' ? [] : numbers.split('.'), letter, suffixes: found, revision, rest }
}

function isFormless({ revision, rest }: AlpineVersion): boolean {
  return rest !== '' && revision === undefined
}

function compareVersion(a: AlpineVersion, b: AlpineVersion): Order {
  return (
    compareDigits(a.numbers[0] ?? '', b.numbers[0] ?? '') ||
    compareLongerLater(a.numbers.slice(1), b.numbers.slice(1), compareNumbers) ||
    compareText(a.letter, b.letter) ||
    (compareLists(a.suffixes, b.suffixes, { rank: suffixes.indexOf(''), number: '' }, compareSuffixes) ?? 0) ||
    compareDigits(a.revision ?? '', b.revision ?? '')
  )
}

function compareNumbers(a: string, b: string): Order {
  return a.startsWith('0') || b.startsWith('0') ? compareText(a, b) : compareDigits(a, b)
}

function compareSuffixes(a: Suffix, b: Suffix): Order {
  return a.rank === b.rank ? compareDigits(a.number, b.number) : a.rank < b.rank ? -1 : 1
}

function compareRest(a: AlpineVersion, b: AlpineVersion): Order {
  if (a.rest !== '' || b.rest !== '') return a.rest !== '' && b.rest !== '' ? 0 : a.rest === '' ? 1 : -1
  return a.revision === undefined || b.revision === undefined ? (a.revision === b.revision ? 0 : a.revision === undefined ? -1 : 1) : 0
}
