import { withoutComments } from '../../code/comments.ts'
import { Signs } from '../../code/signs.ts'
import { tellText } from '../../code/telling.ts'
import { commandSigns, type Found } from './found.ts'

/** `binding.gyp`: npm builds it on installation without being told to. */
export function readGyp(found: Found): void {
  found.hook('install', 'node-gyp rebuild', '')
  const text = withoutComments(found.source.text, '#')
  // `<!(command)` and `<!@(command)` are run while the file is read.
  for (const [, command = ''] of text.matchAll(/<!@?\(((?:[^()]|\([^()]{0,2000}\)){1,4000})\)/g)) found.hook('install command', command)
  for (const [, list = ''] of text.matchAll(/['"]action['"]\s{0,20}:\s{0,20}\[([^\]]{0,4000})\]/g)) {
    found.hook('install action', [...list.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? '').join(' '), list.slice(0, 40))
  }
  for (const [, name = ''] of text.matchAll(/['"](-l[\w.+-]{1,80}|[\w./-]{1,200}\.(?:c|cc|cpp|cxx|m|mm|rs|asm|s))['"]/g)) found.declares('source', name)
}

/** `.npmrc`, `pip.conf`, `.yarnrc`: registries, and settings that run or allow something. */
export function readSettings(found: Found): void {
  for (const line of found.source.text.split(/\r?\n/, 5000)) {
    const [, name = '', value = ''] = /^\s{0,20}([^#;=\s][^=\s:]{0,200}(?:[^=\s]{0,200})?)\s{0,20}[=:\s]\s{0,20}(.{1,2000})$/.exec(line) ?? []
    if (name === '') continue
    const signs = new Signs()
    tellText(value, signs)
    if (/_auth|token|password/i.test(name)) {
      signs.can('credentials')
      found.declares('setting', `${name}=…`, name, signs)
    } else if (/^(?:script-shell|shell|init-module|node-options|git|onload-script|prefix|yarnPath|yarn-path|plugins)$/i.test(name))
      found.hook(name, value, value, commandSigns(value))
    else found.declares('setting', `${name}=${value}`, name, signs)
  }
}
