import { Signs } from '../../code/signs.ts'
import { tellText } from '../../code/telling.ts'
import type { Found } from './found.ts'
import { commandSigns } from './found.ts'

/** Units of systemd, entries of desktops and of autostart: `[Section]`, `Name=value`. */
export function readService(found: Found): void {
  for (const line of found.source.text.split(/\r?\n/, 20_000)) {
    const [, name = '', value = ''] = /^([A-Za-z][\w-]{1,60})\s{0,8}=\s{0,8}(.{0,4000})$/.exec(line) ?? []
    if (/^(?:Exec\w*|TryExec)$/.test(name)) started(found, name, value.replace(/^[-@:+!|]+/, ''))
    else if (
      /^(?:On\w*Sec|OnCalendar|WantedBy|Path\w+|ListenStream|X-GNOME-Autostart-enabled|Environment|EnvironmentFile|User|DynamicUser|AmbientCapabilities|MimeType)$/.test(
        name,
      )
    )
      found.trait(name, value)
  }
}

/** What starts by itself makes the software start again. */
function started(found: Found, event: string, command: string): void {
  const signs = commandSigns(command)
  // An entry of the menu is started by a person; a service, a timer and an autostart entry are not.
  if (!found.path.endsWith('.desktop') || found.path.includes('autostart')) signs.can('persistence')
  found.hook(event, command, command, signs)
}

export function readCrontab(found: Found): void {
  for (const line of found.source.text.split('\n', 20_000)) {
    const [, when = '', command = ''] = /^\s{0,20}(@\w{4,10}|(?:[\d*/,A-Za-z-]{1,40}\s{1,20}){5})\s{0,20}(.{1,4000})$/.exec(line) ?? []
    if (command === '' || line.trimStart().startsWith('#')) continue
    const signs = commandSigns(command)
    signs.can('persistence')
    found.hook(`cron ${when.trim()}`, command, command, signs)
  }
}

/** Rules of udev: a program that runs whenever a device comes. */
export function readDeviceRules(found: Found): void {
  for (const [, command = ''] of found.source.text.matchAll(/^[^#\n]{0,2000}?\b(?:RUN|PROGRAM)(?:\{program\})?\s{0,4}\+?=\s{0,4}"([^"\n]{1,2000})"/gm))
    found.declares('device-hook', command, command, commandSigns(command))
}

/** Sources of packages of apt, one a line or in paragraphs. */
export function readPackageSources(found: Found): void {
  const { text } = found.source
  for (const line of text.split('\n', 20_000)) {
    const [, options = '', address = ''] = /^\s{0,8}(?:deb|deb-src)\s+(?:\[([^\]]{0,400})\]\s*)?(\S{1,400})/.exec(line) ?? []
    if (address !== '') source(found, address, /\btrusted=yes\b|\ballow-insecure=yes\b/i.test(options))
  }
  const unsigned = /^(?:Trusted|Allow-Insecure):\s*yes\b/im.test(text)
  for (const [, address = ''] of text.matchAll(/^URIs:\s*(\S{1,400})/gim)) source(found, address, unsigned)
}

function source(found: Found, address: string, unsigned: boolean): void {
  const signs = new Signs()
  tellText(address, signs)
  signs.can('network')
  found.declares(unsigned ? 'trusted-source' : 'package-source', address, address, signs)
}

/** `MANIFEST.MF` of a Java archive: lines of 72 bytes that go on after a blank. */
export function readJarManifest(found: Found): void {
  const text = found.source.text.replace(/\r?\n /g, '')
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Za-z][\w-]{1,60}): (.{0,4000})$/gm)) {
    if (/^(?:Main-Class|Implementation-Version|Bundle-Version|Created-By|Multi-Release|Automatic-Module-Name)$/.test(name)) found.trait(name, value.trim())
    else if (name === 'Class-Path') for (const part of value.trim().split(/\s+/)) found.dependency(part, '*', 'class-path')
    else if (/^(?:Premain-Class|Agent-Class|Launcher-Agent-Class)$/.test(name)) agent(found, name, value.trim())
    else if (/^(?:Can-Re(?:define|transform)-Classes|Boot-Class-Path|Enable-Native-Access|Add-Opens|Permissions)$/.test(name))
      found.permission(`${name}: ${value.trim()}`)
  }
}

/** Agents change classes of other programs while these are loaded. */
function agent(found: Found, name: string, value: string): void {
  const signs = new Signs()
  signs.can('hook', 'injection')
  found.hook(name, value, value, signs)
}
