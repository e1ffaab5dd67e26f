/** What say a file has when the release runs, judged by its path alone. */
export const standings = ['runs', 'test', 'documentation', 'types', 'map', 'example'] as const

export type Standing = (typeof standings)[number]

const testFolders = new Set([
  'test',
  'tests',
  '__tests__',
  '__test__',
  'spec',
  'specs',
  '__mocks__',
  '__fixtures__',
  'fixtures',
  '__snapshots__',
  'testdata',
  'test-data',
  'e2e',
  'cypress',
])
const documentationFolders = new Set(['doc', 'docs', 'documentation', 'man', 'javadoc', 'apidocs', 'website'])
const builtFolders = new Set(['dist', 'lib', 'libs', 'src', 'build', 'out', 'esm', 'cjs', 'es', 'umd', 'browser'])
const exampleFolders = new Set(['example', 'examples', 'demo', 'demos', 'sample', 'samples', 'benchmark', 'benchmarks', 'bench'])
const documentationNames =
  /^(?:readme|changelog|changes|history|license|licence|notice|copying|authors|contributors|contributing|security|code_of_conduct|upgrading|news|todo)(?:[.-][\w.-]*)?$/
const codeEnding = /\.(?:[cm]?[jt]sx?|py|pyw|sh|bash|zsh|ps1|psm1|bat|cmd|vbs|exe|dll|so|dylib|node|wasm)$/
const testName = /(?:^test_[\w-]+\.py|_test\.(?:py|go)|[.-](?:test|spec)\.[cm]?[jt]sx?|\.snap|conftest\.py)$/

/**
 * A path says what a file is meant for, not what happens to it: a payload may lie in a test file or a picture and be read
 * by code that runs. So this lowers what a file counts on its own, and never keeps it from being read or joined with the
 * units that name it.
 */
export function standingOf(path: string): Standing {
  const parts = path
    .toLowerCase()
    .split(/[/!]+/)
    .filter((part) => part !== '')
  const name = parts.at(-1) ?? ''
  if (/\.(?:[cm]?js|css|jsx|ts)\.map$/.test(name) || name.endsWith('.tsbuildinfo')) return 'map'
  if (/\.d\.[cm]?ts$/.test(name) || /\.d\.\w+\.ts$/.test(name) || name.endsWith('.pyi') || /\.js\.flow$/.test(name)) return 'types'
  if (isDocumentation(name)) return 'documentation'
  const folders = parts.slice(0, -1)
  if (testName.test(name) || folders.some((part) => testFolders.has(part))) return 'test'
  if (folders.some((part) => exampleFolders.has(part))) return 'example'
  const at = folders.findIndex((part) => documentationFolders.has(part))
  // A module called `doc` among the code is no documentation: `dist/doc/anchors.js`.
  const isModule = at > 0 && builtFolders.has(folders[at - 1] ?? '') && codeEnding.test(name)
  return at >= 0 && !isModule ? 'documentation' : 'runs'
}

function isDocumentation(name: string): boolean {
  if (/\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|[1-9])$/.test(name))
    return !/^(?:requirements|constraints)[\w.-]*\.txt$/.test(name) && !/^(?:entry_points|top_level)\.txt$/.test(name)
  return documentationNames.test(name) && !codeEnding.test(name)
}
