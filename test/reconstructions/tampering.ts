import type { PackageFiles } from './package-files.ts'

export interface Injection {
  /** The file of the release that it goes into. */
  readonly into: string
  readonly at: 'start' | 'end' | 'inside'
  readonly code: string
  /** The statement that sets it off, where it stands apart from the code. */
  readonly trigger?: string
}

/** What an attacker changes in a release of a JavaScript package. Evasions rewrite this; `apply` then writes it into the files. */
export interface Tampering {
  readonly added: readonly { readonly path: string; readonly code: string }[]
  readonly injected: readonly Injection[]
  /** Merged into package.json, objects one level deep. */
  readonly manifest: Readonly<Record<string, unknown>>
  /** Files that are no code. */
  readonly data: readonly { readonly path: string; readonly bytes: Buffer }[]
}

export function tampering(parts: Partial<Tampering>): Tampering {
  return { added: [], injected: [], manifest: {}, data: [], ...parts }
}

/** The files with the change written in; the given map stays as it is. */
export function apply(files: PackageFiles, { added, injected, manifest, data }: Tampering): PackageFiles {
  const changed = new Map(files)
  for (const { path, code } of added) changed.set(path, Buffer.from(code))
  for (const { path, bytes } of data) changed.set(path, bytes)
  for (const injection of injected) {
    const before = changed.get(injection.into)?.toString()
    if (before === undefined) throw new Error(`there is no ${injection.into} to inject into`)
    changed.set(injection.into, Buffer.from(injectedText(before, injection)))
  }
  return withManifest(changed, manifest)
}

export function withManifest(files: PackageFiles, change: Readonly<Record<string, unknown>>): PackageFiles {
  const manifest = JSON.parse(files.get('package.json')?.toString() ?? '{}') as Record<string, unknown>
  for (const [key, value] of Object.entries(change)) manifest[key] = isObject(value) && isObject(manifest[key]) ? { ...manifest[key], ...value } : value
  return new Map(files).set('package.json', Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`))
}

function injectedText(before: string, { at, code, trigger }: Injection): string {
  const whole = trigger === undefined ? code : `${code}\n${trigger}`
  if (at === 'start') {
    const head = /^(?:#!.*\n)?\s*(?:(['"])use strict\1;?\n)?/.exec(before)?.[0] ?? ''
    return `${head}${whole}\n${before.slice(head.length)}`
  }
  if (at === 'end') return `${before}\n${whole}\n`
  const place = insidePlace(before)
  return `${before.slice(0, place)}${whole.trim().replace(/;?$/, ';')}\n${before.slice(place)}`
}

/** Between two statements of the outermost level, about the middle of the file: before a line that begins a declaration. */
function insidePlace(text: string): number {
  const places = [...text.matchAll(/^(?:var|const|let|function|class) /gm)].map(({ index }) => index)
  return places.find((place) => place > text.length / 2) ?? places.at(-1) ?? text.length
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
