import type { Found } from './found.ts'
import { fieldsOf, parseJson, textFields, textOf, textsOf } from './values.ts'

/** Scripts that a package manager runs by itself (docs.npmjs.com, "scripts": life cycle). */
const installed = new Set([
  'preinstall',
  'install',
  'postinstall',
  'preprepare',
  'prepare',
  'postprepare',
  'prepublish',
  'preuninstall',
  'uninstall',
  'postuninstall',
  'dependencies',
])
const published = new Set(['prepublishOnly', 'prepack', 'postpack', 'publish', 'postpublish', 'preversion', 'version', 'postversion'])
const dependencyFields: Readonly<Record<string, string>> = {
  dependencies: 'dependencies',
  optionalDependencies: 'optional',
  peerDependencies: 'peer',
  devDependencies: 'development',
}
const entryFields = ['main', 'module', 'browser', 'types', 'exports', 'bin', 'imports', 'unpkg', 'jsdelivr', 'react-native']

/** package.json, with what editors of the VS Code family read in it. */
export function readNpm(found: Found): void {
  const manifest = fieldsOf(parseJson(found.source.text))
  if (Object.keys(manifest).length === 0) found.notes.push('it is no JSON object: nothing of it was read')
  found.trait('name', textOf(manifest.name) ?? null)
  found.trait('version', textOf(manifest.version) ?? null)
  scripts(found, manifest.scripts)
  for (const [field, how] of Object.entries(dependencyFields)) for (const [name, range] of textFields(manifest[field])) found.dependency(name, range, how)
  for (const name of [...textsOf(manifest.bundleDependencies), ...textsOf(manifest.bundledDependencies)]) found.dependency(name, '*', 'bundled')
  for (const [name, range] of [...textFields(manifest.overrides), ...textFields(manifest.resolutions)])
    found.declares('override', `${name}@${range}`, `"${name}"`)
  for (const field of entryFields) if (manifest[field] !== undefined) found.trait(`entry.${field}`, entry(manifest[field]))
  for (const [name, file] of commands(manifest)) found.declares('command', `${name}: ${file}`, `"${name}"`)
  for (const [name, range] of textFields(manifest.engines)) found.trait(`engine.${name}`, range)
  if (manifest.gypfile === true) found.hook('install', 'node-gyp rebuild', '"gypfile"')
  if (manifest.gypfile === false) found.trait('gypfile', false)
  extension(found, manifest)
}

function scripts(found: Found, value: unknown): void {
  for (const [name, command] of textFields(value)) {
    if (installed.has(name)) found.hook(name, command)
    else if (published.has(name)) found.declares('publish-script', `${name}: ${command}`, command)
    else found.script(name, command)
  }
}

function entry(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 2000)
}

function commands(manifest: Readonly<Record<string, unknown>>): [string, string][] {
  return typeof manifest.bin === 'string' ? [[textOf(manifest.name) ?? 'bin', manifest.bin]] : textFields(manifest.bin)
}

/** When an extension of an editor is started, and what it may change. */
function extension(found: Found, manifest: Readonly<Record<string, unknown>>): void {
  for (const event of textsOf(manifest.activationEvents)) {
    if (event === '*' || event === 'onStartupFinished') found.hook(event, textOf(manifest.main) ?? textOf(manifest.browser) ?? '', `"${event}"`)
    else found.declares('activation', event, `"${event}"`)
  }
  for (const name of [...textsOf(manifest.extensionDependencies), ...textsOf(manifest.extensionPack)]) found.dependency(name, '*', 'extension')
  const capabilities = fieldsOf(manifest.capabilities)
  const trust = fieldsOf(capabilities.untrustedWorkspaces)
  if (trust.supported !== undefined) found.trait('untrusted-workspaces', String(trust.supported))
}
