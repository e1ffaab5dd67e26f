import { shellUnits } from '../../code/shell/units.ts'
import type { Found } from './found.ts'

const relations = new Set(['depends', 'pre-depends', 'recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'provides', 'build-depends'])

/** `control` of a Debian package: fields, folded over lines that begin with a blank. */
export function readControl(found: Found): void {
  for (const [name, value] of fieldsIn(found.source.text)) {
    if (['package', 'version', 'architecture', 'maintainer', 'essential'].includes(name)) found.trait(name === 'package' ? 'name' : name, value)
    if (!relations.has(name)) continue
    for (const part of value.split(/[,|]/)) {
      const [, package_ = '', range = ''] = /^\s*([a-z0-9][a-z0-9+.-]{0,120})(?::\w+)?\s*(?:\(([^)]{0,120})\))?/.exec(part) ?? []
      if (package_ !== '') found.dependency(package_, range || '*', name === 'depends' ? 'dependencies' : name)
    }
  }
}

function* fieldsIn(text: string): Generator<[name: string, value: string]> {
  let name = ''
  let value = ''
  for (const line of text.split(/\r?\n/, 50_000)) {
    if (/^[ \t]/.test(line)) value += ` ${line.trim()}`
    else {
      if (name !== '') yield [name, value.trim()]
      const colon = line.indexOf(':')
      name = colon > 0 ? line.slice(0, colon).toLowerCase() : ''
      value = line.slice(colon + 1)
    }
  }
  if (name !== '') yield [name, value.trim()]
}

const scriptlets = new Set(['pre', 'post', 'preun', 'postun', 'pretrans', 'posttrans', 'triggerin', 'triggerun', 'filetriggerin', 'verifyscript'])

const specField = /^(Name|Version|Release|Requires|BuildRequires|Requires\(\w{1,20}\)|Source\d{0,3}):[ \t]{0,40}(.{1,300})$/gim

/** A spec file of rpm: dependencies, and scriptlets as hooks. */
export function readSpec(found: Found): void {
  const { text } = found.source
  for (const [, name = '', value = ''] of text.matchAll(specField)) specValue(found, name.toLowerCase(), value.trim())
  for (const section of text.matchAll(/^%(\w{2,20})\b[^\n]{0,200}\n/gm)) {
    if (!scriptlets.has(section[1] ?? '')) continue
    const from = section.index + section[0].length
    const next = text.slice(from).search(/^%(?:\w{2,20})\b/m)
    const body = text.slice(from, next < 0 ? undefined : from + next)
    found.units.push(...shellUnits({ text: body, notes: [], place: found.source.place }, 'shell.hook', from))
  }
}

function specValue(found: Found, name: string, value: string) {
  if (name === 'name' || name === 'version') found.trait(name, value)
  else if (name.startsWith('source')) found.declares('source', value)
  else if (name.includes('requires')) {
    for (const one of value.split(/,\s{0,20}/)) {
      const [package_ = '', ...range] = one.trim().split(/\s+/)
      found.dependency(package_, range.join(' ') || '*', name === 'requires' ? 'dependencies' : name)
    }
  }
}
