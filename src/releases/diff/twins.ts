import type { ComparedFile } from './compare.ts'

/** Two files of one release that are made from one source and should do the same. */
export interface Twins {
  readonly one: ComparedFile
  readonly other: ComparedFile
  /** `modules`: the same for ESM and CommonJS. `platforms`: for browsers and for Node, which may differ where the platforms do. */
  readonly by: 'modules' | 'platforms'
}

/** Folders and endings by which builds for different module systems are told apart, and those for different platforms. */
const moduleFolder = /^(?:cjs|commonjs|esm|es|es6|mjs|module|modules|umd|iife|amd|dist-cjs|dist-es|dist-esm|dist|lib|build)$/
const platformFolder = /^(?:node|browser|web|worker|deno|native|dist-web|dist-browser|dist-node)$/
const moduleName = /(?:[.-](?:cjs|mjs|esm|es|umd|iife|module|common|commonjs|min))*\.[cm]?js$/
const platformName = /[.-](?:node|browser|web|worker|deno|native)(?=$|\.|-)/g

/** The builds of the same source: JavaScript files whose paths differ only in the parts that name the variant. */
export function twinsOf(files: readonly ComparedFile[]): Twins[] {
  const scripts = files.filter(({ now }) => now.live && /\.[cm]?js$/.test(now.path))
  const pairs = pairsBy(scripts, moduleStem).map((pair): Twins => ({ ...pair, by: 'modules' }))
  const known = new Set(pairs.map(({ one, other }) => `${one.now.path}\0${other.now.path}`))
  return [
    ...pairs,
    ...pairsBy(scripts, platformStem)
      .filter(({ one, other }) => !known.has(`${one.now.path}\0${other.now.path}`))
      .map((pair): Twins => ({ ...pair, by: 'platforms' })),
  ]
}

function pairsBy(scripts: readonly ComparedFile[], stem: (path: string) => string): Omit<Twins, 'by'>[] {
  const found: Omit<Twins, 'by'>[] = []
  for (const group of Map.groupBy(scripts, ({ now }) => stem(now.path)).values()) {
    // More than a handful under one stem are not builds of one source but many files called index.
    if (group.length < 2 || group.length > 8) continue
    for (const [index, one] of group.entries()) for (const other of group.slice(index + 1)) found.push({ one, other })
  }
  return found
}

function moduleStem(path: string): string {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  return [...parts.filter((part) => !moduleFolder.test(part)), name.replace(moduleName, '')].join('/')
}

function platformStem(path: string): string {
  const parts = moduleStem(path).split('/')
  const name = parts.pop() ?? ''
  return [...parts.filter((part) => !platformFolder.test(part)), name.replace(platformName, '')].join('/')
}
