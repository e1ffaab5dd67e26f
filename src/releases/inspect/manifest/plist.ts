import { commandSigns, type Found } from './found.ts'
import { type Element, elementsIn } from './xml.ts'

/** Property lists in XML: the main fields of bundles, agents and daemons of macOS. */
export function readPlist(found: Found): void {
  if (found.source.text.startsWith('bplist')) {
    found.notes.push('a binary property list: it was not read')
    return
  }
  const { elements, error } = elementsIn(found.source.text)
  if (error !== undefined) found.notes.push(`the rest was not read: ${error}`)
  const fields = fieldsIn(elements)
  const isAgent = fields.has('ProgramArguments') || fields.has('Program') || /Launch(?:Agents|Daemons)\//.test(found.path)
  for (const [name, values] of fields) {
    if (isAgent && (name === 'ProgramArguments' || name === 'Program')) agent(found, name, values.join(' '))
    else if (
      /UsageDescription$|^com\.apple\.security\.|^LSEnvironment|^NSAppTransportSecurity|^NSAllowsArbitraryLoads$|^SMPrivilegedExecutables|^LSUIElement$/.test(
        name,
      )
    )
      found.permission(`${name}: ${values.join(' ')}`, commandSigns(values.join(' ')))
    else found.trait(`plist.${name}`, values.join(' ').slice(0, 400))
  }
}

function agent(found: Found, name: string, command: string): void {
  const signs = commandSigns(command)
  signs.can('persistence')
  found.hook(`launchd ${name}`, command, command.split(' ', 1)[0] ?? '', signs)
}

/** The values of each key of the outermost dictionary; those of lists and dictionaries in it one after the other. */
function fieldsIn(elements: readonly Element[]): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  const kept = [...elements].sort((one, other) => one.index - other.index)
  let key = ''
  for (const { path, name, text } of kept) {
    const depth = path.split('/').length
    if (name === 'key' && depth === 3) key = text
    else if (key !== '' && name !== 'dict' && name !== 'array' && depth >= 3) {
      const value = text === '' ? name : text
      fields.set(key, [...(fields.get(key) ?? []), value].slice(0, 200))
    }
  }
  return fields
}
