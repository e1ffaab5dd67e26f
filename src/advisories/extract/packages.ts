import { ecosystemOfType } from '../../base/ecosystem.ts'
import { percentDecoded } from '../../base/percent.ts'
import type { Fact } from './cves.ts'

export interface PackageFact extends Fact {
  readonly ecosystem: string
  readonly product: string
  readonly purl: string
  readonly version?: string | undefined
}

const version = String.raw`\d+(?:\.\d+){1,3}(?:[-+.]?[a-z][\w.+-]{0,30})?`
const npm = new RegExp(String.raw`(?<![\p{L}\p{N}@/._-])(@[a-z0-9~-][\w.~-]{0,80}\/[\w.~-]{1,120}|[a-z0-9][\w.-]{0,120})@(${version})(?![\w@])`, 'giu')
const python = new RegExp(String.raw`(?<![\p{L}\p{N}@/._-])([a-z0-9][\w.-]{0,80})(?:\[[\w,-]{1,60}\])?==(${version})(?![\w@])`, 'giu')
const purl =
  /(?<![\w:])pkg:([a-z][a-z0-9.+-]{1,20})\/([\w.%~@+-]{1,120}(?:\/[\w.%~@+-]{1,120}){0,6}?)(?:@([\w.%+~:-]{1,80}))?(?:[?#][^\s"'<>]{0,200})?(?![\w/@])/gi

/** Packages with their version: `name@1.2.3`, `@scope/name@1.2.3`, `name==1.2.3`, package URLs. */
export function packagesIn(text: string): readonly PackageFact[] {
  return [...purls(text), ...pairs(text, npm, 'npm', 'npm'), ...pairs(text, python, 'pypi', 'PyPI')]
}

function* purls(text: string): Generator<PackageFact> {
  for (const match of text.matchAll(purl)) {
    const [whole, type = '', path = '', found] = match
    const product = percentDecoded(path)
    const at = product.lastIndexOf('@')
    const name = found === undefined && at > 0 ? product.slice(0, at) : product
    const stated = found ?? (at > 0 ? product.slice(at + 1) : undefined)
    const known = ecosystemOfType(type.toLowerCase()) ?? type.toLowerCase()
    yield {
      ...span(match, whole),
      ecosystem: known,
      product: type === 'maven' ? name.replace('/', ':') : name,
      purl: `pkg:${type.toLowerCase()}/${encodePath(name)}`,
      version: stated && percentDecoded(stated),
    }
  }
}

function* pairs(text: string, pattern: RegExp, type: string, ecosystem: string): Generator<PackageFact> {
  for (const match of text.matchAll(pattern)) {
    const [whole, name = '', found = ''] = match
    yield { ...span(match, whole), ecosystem, product: name, purl: `pkg:${type}/${encodePath(name)}`, version: found.replace(/[.,]+$/, '') }
  }
}

/** A package's URL without its version: the @ of a scope is percent-encoded. */
export function encodePath(name: string): string {
  return name
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/')
}

function span(match: RegExpExecArray, whole: string): Fact {
  return { value: whole, asWritten: whole, start: match.index, end: match.index + whole.length }
}
