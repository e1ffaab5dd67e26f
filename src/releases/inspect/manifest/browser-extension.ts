import type { Capability } from '../../capability.ts'
import { Signs } from '../../code/signs.ts'
import type { Found } from './found.ts'
import { fieldsOf, listOf, parseJson, textFields, textOf, textsOf } from './values.ts'

/** What a permission of an extension lets it do; the others are only named. */
const granted: Readonly<Record<string, readonly Capability[]>> = {
  cookies: ['credentials', 'browser-data'],
  history: ['browser-data'],
  bookmarks: ['browser-data'],
  topSites: ['browser-data'],
  sessions: ['browser-data'],
  browsingData: ['browser-data'],
  tabs: ['browser-data'],
  debugger: ['hook', 'injection'],
  webRequest: ['hook'],
  webRequestBlocking: ['hook'],
  declarativeNetRequest: ['hook'],
  proxy: ['hook', 'network'],
  nativeMessaging: ['execute'],
  management: ['persistence'],
  scripting: ['injection'],
  clipboardRead: ['credentials'],
  identity: ['credentials'],
  downloads: ['file-write'],
  privacy: ['anti-analysis'],
}

/** `manifest.json` of a browser extension. */
export function readBrowserExtension(found: Found): void {
  const manifest = fieldsOf(parseJson(found.source.text))
  found.trait('name', textOf(manifest.name) ?? null)
  found.trait('version', textOf(manifest.version) ?? null)
  found.trait('manifest-version', typeof manifest.manifest_version === 'number' ? manifest.manifest_version : null)
  for (const field of ['permissions', 'optional_permissions', 'host_permissions', 'optional_host_permissions'])
    for (const name of textsOf(manifest[field])) permit(found, name)
  for (const script of listOf(manifest.content_scripts)) content(found, fieldsOf(script))
  const background = fieldsOf(manifest.background)
  for (const file of [...textsOf(background.scripts), ...textsOf(background.service_worker), ...textsOf(background.page)]) found.hook('background', file)
  for (const [name, text] of [...textFields(manifest.content_security_policy), ['extension_pages', textOf(manifest.content_security_policy) ?? ''] as const])
    policy(found, name, text)
  if (typeof manifest.update_url === 'string') found.declares('update', manifest.update_url)
  for (const name of textsOf(fieldsOf(manifest.externally_connectable).matches)) found.permission(`externally connectable: ${name}`)
}

function permit(found: Found, name: string): void {
  const signs = new Signs()
  signs.can(...(Object.hasOwn(granted, name) ? (granted[name] ?? []) : []))
  if (name === '<all_urls>' || name.includes('://')) signs.can('network')
  found.permission(name, signs)
}

function content(found: Found, script: Readonly<Record<string, unknown>>): void {
  const signs = new Signs()
  signs.can('injection')
  for (const file of textsOf(script.js)) signs.file(file)
  found.permission(`content script on ${textsOf(script.matches).join(' ')}`, signs)
}

function policy(found: Found, name: string, text: string): void {
  if (text === '') return
  const signs = new Signs()
  if (/unsafe-eval|script-src[^;]{0,400}https?:/.test(text)) signs.can('evaluate')
  found.permission(`policy of ${name}: ${text}`, signs)
}
