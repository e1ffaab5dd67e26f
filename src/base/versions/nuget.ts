import { compareDigits, compareLists, type VersionScheme } from './order.ts'
import { compareEarly, parseSemantic } from './semantic.ts'

/**
 * NuGet: Semantic Versioning with a fourth number, words of early versions without regard to case, missing numbers 0, build ignored.
 * https://learn.microsoft.com/nuget/concepts/package-versioning
 */
export const nuget: VersionScheme = {
  name: 'NuGet',
  compare(a, b) {
    const [left, right] = [parseSemantic(a), parseSemantic(b)]
    if (!left || !right) return undefined
    return compareLists(left.numbers, right.numbers, '0', compareDigits) || compareEarly(left.early, right.early, true)
  },
}
