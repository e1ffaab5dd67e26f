import { basename, dirname, posix } from 'node:path'
import type { PackageFiles } from '../package-files.ts'
import type { Tampering } from '../tampering.ts'
import { aliased, concatenated, escaped, minified, splitBlobs } from './code.ts'

/** A way to make the same attack harder to see. */
export interface Evasion {
  readonly title: string
  /** undefined: it makes no difference to this attack. */
  readonly rewrite?: Rewrite
  /** Done to the whole release afterwards. */
  readonly finish?: (files: PackageFiles) => PackageFiles
}

export type EvasionName = 'concatenated-names' | 'escaped-strings' | 'aliased' | 'split-blob' | 'minified' | 'in-test-file' | 'renamed-chunks' | 'two-step'

export const evasions: Readonly<Record<Exclude<EvasionName, 'two-step'>, Evasion>> = {
  'concatenated-names': { title: 'names and strings put together from pieces, members by bracket', rewrite: code(concatenated) },
  'escaped-strings': { title: 'strings as UTF-16 escapes', rewrite: code(escaped) },
  aliased: { title: 'functions under other names', rewrite: code(aliased) },
  'split-blob': { title: 'no long literal: blobs in pieces', rewrite: code(splitBlobs) },
  minified: { title: 'one line with short names, between the lines of a file', rewrite: code(minified) },
  'in-test-file': { title: 'the payload lies in a file that looks like a test', rewrite: inTestFile },
  'renamed-chunks': { title: 'files renamed, as a bundler does between two releases', finish: renamedChunks },
}

type Rewrite = (attack: Tampering, context: { readonly module: boolean }) => Tampering | undefined

function code(change: (text: string) => string): Rewrite {
  return (attack) => {
    const added = attack.added.map((file) => (isScript(file.path) ? { ...file, code: change(file.code) } : file))
    const injected = attack.injected.map((place) => (isScript(place.into) ? { ...place, code: change(place.code) } : place))
    const same =
      added.every((file, index) => file.code === attack.added[index]?.code) && injected.every((place, index) => place.code === attack.injected[index]?.code)
    return same ? undefined : { ...attack, added, injected }
  }
}

function isScript(path: string): boolean {
  return /\.[cm]?js$/.test(path)
}

function inTestFile(attack: Tampering, { module }: { readonly module: boolean }): Tampering {
  const moved = new Map(
    attack.added.filter(({ path }) => isScript(path)).map(({ path }) => [path, `test/fixtures/${basename(path).replace(/(\.[cm]?js)$/, '.test$1')}`]),
  )
  const rename = (text: string) => [...moved].reduce((now, [from, to]) => now.replaceAll(from, to), text)
  const added = attack.added.map((file) => ({ ...file, path: moved.get(file.path) ?? file.path }))
  const hidden = attack.injected.map((place, index) => {
    const extension = place.into.endsWith('.mjs') || (module && place.into.endsWith('.js')) ? 'mjs' : 'cjs'
    const path = `test/helpers/environment-${index}.test.${extension}`
    const from = posix.relative(dirname(place.into), path)
    const specifier = from.startsWith('.') ? from : `./${from}`
    const load = extension === 'mjs' ? `import ${JSON.stringify(specifier)};` : `require(${JSON.stringify(specifier)});`
    return {
      file: { path, code: `${place.code}\n${place.trigger ?? ''}\n` },
      place: { into: place.into, at: extension === 'mjs' ? ('start' as const) : place.at, code: load },
    }
  })
  return {
    ...attack,
    added: [...added, ...hidden.map(({ file }) => file)],
    injected: hidden.map(({ place }) => place),
    manifest: JSON.parse(rename(JSON.stringify(attack.manifest))) as Record<string, unknown>,
  }
}

/** Every script of the folder with most scripts gets another name, as content-hashed chunks do; what refers to it follows. */
function renamedChunks(files: PackageFiles): PackageFiles {
  const scripts = [...files.keys()].filter(isScript)
  const names = new Map(scripts.filter((path) => path.includes('/')).map((path) => [path, path.replace(/(?:-[\w-]{8})?(\.[cm]?js)$/, `-${stamp(path)}$1`)]))
  const renames = [...names].map(([from, to]) => [stem(from), stem(to)] as const).filter(([from]) => from.length > 3)
  const renamed: PackageFiles = new Map()
  for (const [path, content] of files) {
    const text = isScript(path) || path === 'package.json' ? Buffer.from(referring(content.toString(), renames)) : content
    renamed.set(names.get(path) ?? path, text)
  }
  return renamed
}

/** Only paths after a slash inside quotes are references; the same word elsewhere stays. */
function referring(text: string, renames: readonly (readonly [string, string])[]): string {
  const known = new Map(renames)
  return text.replace(/(["'][^"'\s]{0,200}\/)([\w.-]+)(["'])/g, (whole, head: string, name: string, quote: string) => {
    const bare = name.replace(/\.[cm]?js$/, '')
    const to = known.get(bare)
    return to === undefined ? whole : `${head}${to}${name.slice(bare.length)}${quote}`
  })
}

function stem(path: string): string {
  return basename(path).replace(/\.[cm]?js$/, '')
}

function stamp(path: string): string {
  let hash = 7
  for (const unit of path) hash = (Math.imul(hash, 31) + unit.charCodeAt(0)) >>> 0
  return hash.toString(36).padStart(8, 'q').slice(0, 8)
}
