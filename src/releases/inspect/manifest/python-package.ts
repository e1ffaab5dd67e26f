import type { Found } from './found.ts'
import { tomlTexts } from './toml.ts'

const requirement = /^([A-Za-z0-9][\w.-]{0,120})(?:\[[^\]]{0,200}\])?\s{0,8}(.{0,300})$/

function requires(found: Found, line: string, how: string): void {
  const match = requirement.exec(line.trim().replace(/\s+#.*$/, ''))
  if (match === null) return
  found.dependency(
    (match[1] ?? '').toLowerCase().replace(/[-_.]+/g, '-'),
    (match[2] ?? '')
      .trim()
      .replace(/^\(|\)$/g, '')
      .replace(/^@\s*/, '') || '*',
    how,
  )
}

/** METADATA of a wheel, PKG-INFO of a source distribution: headers up to the first empty line. */
export function readMetadata(found: Found): void {
  for (const line of headerLines(found.source.text)) {
    const [, name = '', value = ''] = /^([A-Za-z-]{1,60}):\s?(.*)$/.exec(line) ?? []
    const field = name.toLowerCase()
    if (field === 'name' || field === 'version') found.trait(field, value)
    if (field === 'requires-dist') requires(found, value, value.includes('extra ==') ? 'extra' : 'dependencies')
    if (field === 'requires-python') found.trait('engine.python', value)
    if (field === 'author-email' || field === 'maintainer-email') found.trait(field, value)
  }
}

function headerLines(text: string): string[] {
  const lines = text.split(/\r?\n/, 20_000)
  const end = lines.indexOf('')
  return end < 0 ? lines : lines.slice(0, end)
}

export function readEntryPoints(found: Found): void {
  eachSetting(found.source.text, (section, name, value) => {
    if (section === 'console_scripts' || section === 'gui_scripts') found.declares('command', `${name}: ${value}`, name)
    else found.declares('entry-point', `${section}: ${name} = ${value}`, name)
  })
}

/** The list of files of a wheel. A `.pth` file in it runs whenever Python starts. */
export function readRecord(found: Found): void {
  const files = found.source.text.split('\n', 200_000).map((line) => line.split(',', 1)[0] ?? '')
  found.trait('files', files.filter((name) => name !== '').length)
  for (const name of files) if (name.endsWith('.pth')) found.hook('python start', name)
}

export function readRequirements(found: Found): void {
  for (const line of found.source.text.split('\n', 20_000)) {
    if (/^\s*(?:--(?:extra-)?index-url|-i|--find-links|-f|--trusted-host)\b/.test(line)) found.declares('registry', line.trim())
    else if (!/^\s*(?:#|-|$)/.test(line)) requires(found, line, 'dependencies')
  }
}

export function readSetupConfig(found: Found): void {
  let lists = ''
  eachSetting(found.source.text, (section, name, value) => {
    if (section === 'metadata' && (name === 'name' || name === 'version')) found.trait(name, value)
    if (name === 'cmdclass') found.hook('cmdclass', value)
    lists = name === '' ? lists : `${section}.${name}`
    const how = { 'options.install_requires': 'dependencies', 'options.setup_requires': 'build' }[lists]
    if (how !== undefined && value !== '') requires(found, value, how)
    if (section === 'options.entry_points' && name === '' && value.includes('=')) found.declares('command', value)
  })
}

/** `[section]`, `name = value`, and indented lines that go on with '' as name. */
function eachSetting(text: string, take: (section: string, name: string, value: string) => void): void {
  let section = ''
  for (const line of text.split(/\r?\n/, 50_000)) {
    const header = /^\s{0,8}\[{1,2}([^\]]{1,200})\]{1,2}\s*(?:#.*)?$/.exec(line)?.[1]
    if (header !== undefined) section = header.trim()
    else if (/^\s/.test(line) && line.trim() !== '') take(section, '', line.trim())
    else {
      const equals = line.search(/[=:]/)
      if (equals > 0 && !/^[#;]/.test(line)) take(section, line.slice(0, equals).trim(), line.slice(equals + 1).trim())
    }
  }
}

/** What the keys of pyproject.toml mean; `last`: the last part of the key. */
const projectKeys: readonly (readonly [key: RegExp, take: (found: Found, value: string, last: string, key: string) => void])[] = [
  [/^project\.(?:name|version)$/, (found, value, last) => found.trait(last, value)],
  [/^project\.dependencies$/, (found, value) => requires(found, value, 'dependencies')],
  [/^project\.optional-dependencies\./, (found, value) => requires(found, value, 'extra')],
  [/^build-system\.requires$/, (found, value) => requires(found, value, 'build')],
  [/^build-system\.build-backend$/, (found, value) => found.trait('build-backend', value)],
  [/^build-system\.backend-path$/, (found, value) => found.hook('build-backend', value)],
  [/^project\.(?:gui-)?scripts\./, (found, value, last) => found.declares('command', `${last}: ${value}`, value)],
  [/^project\.entry-points\./, (found, value, _, key) => found.declares('entry-point', `${key.slice(21)} = ${value}`, value)],
  [/^tool\.poetry\.(?:group\.\w+\.)?dependencies\./, (found, value, last) => found.dependency(last, value, 'dependencies')],
  [/cmdclass|build-script|^tool\.poetry\.build/, (found, value, _, key) => found.hook(key, value)],
]

/** pyproject.toml: enough of TOML for its lists and tables of texts. */
export function readPyproject(found: Found) {
  for (const [key, value] of tomlTexts(found.source.text)) {
    projectKeys.find(([pattern]) => pattern.test(key))?.[1](found, value, key.slice(key.lastIndexOf('.') + 1), key)
  }
}
