import type { VersionScheme } from './order.ts'
import { compareSemantic, parseSemantic } from './semantic.ts'

/**
 * Go modules: Semantic Versioning. Pseudo-versions (`v0.0.0-20230101120000-abcdef123456`) are early versions ordered by their time,
 * `+incompatible` is a build: https://go.dev/ref/mod#versions. The toolchain's own versions (`go1.21rc2`) are read as 1.21.0-rc.2:
 * https://go.dev/doc/toolchain#version
 */
export const go: VersionScheme = {
  name: 'Go',
  compare(a, b) {
    const [left, right] = [parseSemantic(ofToolchain(a)), parseSemantic(ofToolchain(b))]
    return left && right && compareSemantic(left, right)
  },
}

function ofToolchain(text: string): string {
  const [, numbers, word, count] = /^\s*(?:go)?(\d+(?:\.\d+){0,2})(?:(rc|beta)(\d+))?(?:-[0-9A-Za-z.]+)?\s*$/.exec(text) ?? []
  if (numbers === undefined || (word === undefined && !/^\s*go/.test(text))) return text
  return word === undefined ? numbers : `${numbers}-${word}.${count}`
}
