import { compareDigits, compareLists, compareLongerLater, compareText, isDigits, type Order, type VersionScheme } from './order.ts'

/** `1!2.3rc4.post5.dev6+local.7`, in parts. Digits as written. */
export interface PythonVersion {
  readonly epoch: string
  readonly release: readonly string[]
  readonly early?: { readonly word: 'a' | 'b' | 'rc'; readonly number: string }
  readonly post?: string
  readonly dev?: string
  readonly local: readonly string[]
}

const form =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/

/** By PEP 440 with its normalisations; undefined for what it does not allow. https://packaging.python.org/en/latest/specifications/version-specifiers/ */
export function parsePython(text: string): PythonVersion | undefined {
  const match = form.exec(text.trim().toLowerCase())
  if (!match) return undefined
  const [, epoch = '0', release = '', word, number = '0', bare, postWord, post = '0', devWord, dev = '0', local] = match
  return {
    epoch,
    release: release.split('.'),
    ...(word !== undefined && { early: { word: word.startsWith('a') ? 'a' : word.startsWith('b') ? 'b' : 'rc', number } }),
    ...((bare !== undefined || postWord !== undefined) && { post: bare ?? post }),
    ...(devWord !== undefined && { dev }),
    local: local?.split(/[-_.]/) ?? [],
  }
}

export function comparePython(a: PythonVersion, b: PythonVersion): Order {
  return (
    compareDigits(a.epoch, b.epoch) ||
    (compareLists(a.release, b.release, '0', compareDigits) ?? 0) ||
    compareEarly(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLongerLater(a.local, b.local, compareLocal)
  )
}

/**
 * PyPI: PEP 440. What PEP 440 does not allow comes before everything it allows, in the order that setuptools had before it
 * (https://github.com/pypa/packaging/blob/21.3/packaging/version.py, LegacyVersion).
 */
export const python: VersionScheme = {
  name: 'PyPI',
  compare(a, b) {
    const [left, right] = [parsePython(a), parsePython(b)]
    if (left && right) return comparePython(left, right)
    const [oldLeft, oldRight] = [left ? [] : legacyParts(a), right ? [] : legacyParts(b)]
    if (!oldLeft || !oldRight) return undefined
    if (left || right) return left ? 1 : -1
    return compareLongerLater(oldLeft, oldRight, compareText)
  },
}

/** dev of a release < its early versions < the release itself and what comes after it. */
function compareEarly(a: PythonVersion, b: PythonVersion): Order {
  const [left, right] = [stage(a), stage(b)]
  return compareText(left, right) || compareDigits(a.early?.number ?? '', b.early?.number ?? '')
}

function stage({ early, post, dev }: PythonVersion): string {
  return early?.word ?? (post === undefined && dev !== undefined ? '' : 'z')
}

function compareOptional(a: string | undefined, b: string | undefined, missing: Order): Order {
  if (a !== undefined && b !== undefined) return compareDigits(a, b)
  if (a === b) return 0
  return a === undefined ? missing : missing === 1 ? -1 : 1
}

function compareLocal(a: string, b: string): Order {
  const [left, right] = [isDigits(a), isDigits(b)]
  if (left !== right) return left ? 1 : -1
  return left ? compareDigits(a, b) : compareText(a, b)
}

const replaced: Readonly<Record<string, string>> = { pre: 'c', preview: 'c', '-': 'final-', rc: 'c', dev: '@' }

function legacyParts(text: string): readonly string[] | undefined {
  if (!/^[\w.+!-]+$/.test(text.trim())) return undefined
  const parts: string[] = []
  for (const token of [
    ...(text
      .trim()
      .toLowerCase()
      .match(/\d+|[a-z]+|-|[^\da-z.-]+/g) ?? []),
    'final',
  ]) {
    const part = isDigits(token) ? token.padStart(8, '0') : `*${replaced[token] ?? token}`
    if (part < '*final') while (parts.at(-1) === '*final-') parts.pop()
    if (part.startsWith('*')) while (parts.at(-1) === '00000000') parts.pop()
    parts.push(part)
  }
  return parts
}
