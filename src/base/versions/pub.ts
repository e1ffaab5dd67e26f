import { compareLongerLater, type VersionScheme } from './order.ts'
import { compareIdentifiers, compareSemantic, parseSemantic } from './semantic.ts'

/**
 * Dart's Pub: Semantic Versioning, but build metadata counts, and a version with a build comes after the one without.
 * https://pub.dev/documentation/pub_semver/latest/pub_semver/Version-class.html
 */
export const pub: VersionScheme = {
  name: 'Pub',
  compare(a, b) {
    const [left, right] = [parseSemantic(a), parseSemantic(b)]
    if (!left || !right) return undefined
    const order = compareSemantic(left, right)
    return order === 0 ? compareLongerLater(left.build, right.build, compareIdentifiers) : order
  },
}
