import { compareDigits, compareLists, compareLongerLater, type VersionScheme } from './order.ts'

/**
 * CRAN: numbers with `.` or `-` between them, the longer list later (0.1 < 0.1-0).
 * https://stat.ethz.ch/R-manual/R-devel/library/base/html/numeric_version.html
 */
export const cran: VersionScheme = {
  name: 'CRAN',
  compare(a, b) {
    const [left, right] = [numbers(a, /^\d+(?:[.-]\d+)*$/, /[.-]/), numbers(b, /^\d+(?:[.-]\d+)*$/, /[.-]/)]
    return left && right && compareLongerLater(left, right, compareDigits)
  },
}

/** Hackage: numbers, the longer list later (1.0 < 1.0.0). https://pvp.haskell.org/ */
export const hackage: VersionScheme = {
  name: 'Hackage',
  compare(a, b) {
    const [left, right] = [numbers(a, /^\d+(?:\.\d+)*$/, /\./), numbers(b, /^\d+(?:\.\d+)*$/, /\./)]
    return left && right && compareLongerLater(left, right, compareDigits)
  },
}

/** Numbers alone, with `.` or `, ` between them as in Windows file versions; undefined for anything else. A missing number is 0. */
export const plainNumbers: VersionScheme = {
  name: 'plain numbers',
  compare(a, b) {
    const [left, right] = [numbers(a, /^\d+(?:(?:\.|, ?)\d+)*$/, /\.|, ?/), numbers(b, /^\d+(?:(?:\.|, ?)\d+)*$/, /\.|, ?/)]
    return left && right && compareLists(left, right, '0', compareDigits)
  },
}

function numbers(text: string, form: RegExp, border: RegExp): readonly string[] | undefined {
  const trimmed = text.trim()
  return form.test(trimmed) ? trimmed.split(border) : undefined
}
