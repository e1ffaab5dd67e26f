import type { Extractor, Found, Scan, Taken } from './found.ts'
import { pathLength } from './path-end.ts'

const hives: Readonly<Record<string, string>> = {
  hkey_local_machine: 'HKLM',
  hkey_current_user: 'HKCU',
  hkey_users: 'HKU',
  hkey_classes_root: 'HKCR',
  hkey_current_config: 'HKCC',
}
const start =
  /(?<![\p{L}\p{N}_\\])(?:(?:Computer|Registry)\\)?(?:(HKEY_(?:LOCAL_MACHINE|CURRENT_USER|USERS|CLASSES_ROOT|CURRENT_CONFIG)|HK(?:LM|CU|U|CR|CC))(?::?\\{1,2}|:?\/(?=\w))|(?=(?:SOFTWARE|SYSTEM)\\(?:Microsoft|Classes|CurrentControlSet|ControlSet\d+|WOW6432Node|Policies)\\))/giu
const stop = /["“”‘’\t\n\r|`;]|\s[-–—]\s|:(?!\\)|\s(?=[a-z]:\\|%\w+%\\|HK[A-Z]{2})|,\s|\s\((?!Default\))|\s=/i

/** Commands name a value apart from its key: `reg add "HKCU\…\Run" /v "Relay"`. */
const valueName = /^["'”’`]?\s{1,4}(?:\/v|-name)\s{1,4}(?:["'“‘]([^"'”’\n\\]{1,100})["'”’]|([^\s"'/\\-][^\s"'/\\]{0,99}))/i

/** True at the beginning of a line or cell. */
function standsFirst(text: string, at: number): boolean {
  return at === 0 || /[\n\t]/.test(text[at - 1] ?? '')
}

/** Registry keys and values, hives shortened (`HKLM\…`). */
export const registryKeys: Extractor = { name: 'registry-keys', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(start)) {
    const from = match.index
    const lead = match[0].length
    const rest = scan.text.slice(from + lead, from + 600).replace(/<[^<>\n\\]{1,60}>/g, (whole) => whole.replaceAll(/\s/g, '_'))
    const at = rest.search(stop)
    const quoted = /["“‘`']/.test(scan.text[from - 1] ?? '')
    const body = (at < 0 ? rest : rest.slice(0, at)).replace(/['].*$/s, '')
    const length = pathLength(body, '\\', quoted && at >= 0 && /["”’`]/.test(rest[at] ?? ''), standsFirst(scan.text, from))
    const to = from + lead + length
    const named = valueName.exec(scan.text.slice(to, to + 160))
    if (length === 0 || taken.overlaps(from, to)) continue
    const key = scan.text.slice(from + lead, to).replaceAll('\\\\', '\\')
    const hive = match[1] === undefined ? '' : `${hives[match[1].toLowerCase()] ?? match[1].toUpperCase()}\\`
    const path = hive + (match[0].endsWith('/') ? key.replaceAll('/', '\\') : key)
    const value = named ? `${path}\\${named[1] ?? named[2]}` : path
    yield { type: 'registry-key', value, start: from, end: to + (named?.[0].length ?? 0), defanged: false }
  }
}
