import { Signs } from '../../code/signs.ts'
import { tellText } from '../../code/telling.ts'
import type { Found } from './found.ts'
import { hookSigns } from './hook-signs.ts'
import { type Fields, fieldsOf, parseJson, textFields, textOf, textsOf } from './values.ts'

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
  scripts(found, manifest)
  prebuilt(found, manifest)
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

function scripts(found: Found, manifest: Fields): void {
  const own = new Set(
    ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'].flatMap((field) => Object.keys(fieldsOf(manifest[field]))),
  )
  for (const [name, command] of textFields(manifest.scripts)) {
    if (installed.has(name)) found.hook(name, command, command, hookSigns(command, own))
    else if (published.has(name)) found.declares('publish-script', `${name}: ${command}`, command)
    else found.script(name, command)
  }
}

/** Where the tools that install prebuilt programs fetch them from: `binary` of node-pre-gyp, `config` for hooks of the package itself. */
function prebuilt(found: Found, manifest: Fields): void {
  const hooked = ['preinstall', 'install', 'postinstall'].some((name) => textOf(fieldsOf(manifest.scripts)[name]) !== undefined)
  for (const field of ['binary', 'config']) {
    for (const [name, text] of textFields(manifest[field])) {
      const signs = new Signs()
      tellText(text, signs)
      if (signs.hosts.size === 0) continue
      if (field === 'binary' || hooked) signs.can('execute')
      // The path behind the host changes with every release.
      const says = `${name} ${[...signs.hosts].join(' ')}`
      if (field === 'binary') found.hook('install binary', says, text, signs)
      else found.declares('config', says, text, signs)
    }
  }
}

function entry(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 2000)
}

function commands(manifest: Fields): [string, string][] {
  return typeof manifest.bin === 'string' ? [[textOf(manifest.name) ?? 'bin', manifest.bin]] : textFields(manifest.bin)
}

/** When an extension of an editor is started, and what it may change. */
function extension(found: Found, manifest: Fields): void {
  for (const event of textsOf(manifest.activationEvents)) {
    if (event === '*' || event === 'onStartupFinished') found.hook(event, textOf(manifest.main) ?? textOf(manifest.browser) ?? '', `"${event}"`)
    else found.declares('activation', event, `"${event}"`)
  }
  for (const name of [...textsOf(manifest.extensionDependencies), ...textsOf(manifest.extensionPack)]) found.dependency(name, '*', 'extension')
  const capabilities = fieldsOf(manifest.capabilities)
  const trust = fieldsOf(capabilities.untrustedWorkspaces)
  if (trust.supported !== undefined) found.trait('untrusted-workspaces', String(trust.supported))
}
