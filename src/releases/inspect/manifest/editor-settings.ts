import { commandSigns, type Found } from './found.ts'
import { fieldsOf, listOf, parseJson, textsOf } from './values.ts'

const deepest = 12
/** Keys whose values editors, containers for development and agents start: `command`, `postCreateCommand`, `apiKeyHelper`. */
const startsKey = /^(?:command|commands|apiKeyHelper|awsAuthRefresh|\w{1,40}Commands?|\w{1,40}Helper)$/
/** Key of what runs without being asked for: hooks of agents, servers that start with them, steps of containers for development. */
const unasked = /^(?:hooks|mcpServers|servers|statusLine|\w{1,40}Command|apiKeyHelper|awsAuthRefresh)$/
/** Event of what runs when the folder is opened, whatever the editor calls it. */
const opened = 'folder opened'

/** JSON settings of editors and agents that lie in a folder of sources: what they start, and whether anybody has to ask for it. */
export function readEditorSettings(found: Found): void {
  const settings = parseJson(found.source.text)
  if (settings === undefined) found.notes.push('it is no JSON: nothing of it was read')
  walk(found, settings, false, 0)
}

function walk(found: Found, value: unknown, runsUnasked: boolean, depth: number): void {
  if (depth > deepest) return
  for (const item of listOf(value)) walk(found, item, runsUnasked, depth + 1)
  const fields = fieldsOf(value)
  const onOpen = fieldsOf(fields.runOptions).runOn === 'folderOpen'
  for (const [key, inner] of Object.entries(fields)) {
    const alone = runsUnasked || onOpen || unasked.test(key)
    const command = startsKey.test(key) ? commandOf(inner, textsOf(fields.args)) : ''
    if (command === '') walk(found, inner, alone, depth + 1)
    else if (alone) found.hook(opened, `${key} ${command}`, key, commandSigns(command))
    else found.declares('task', `${key}: ${command}`, key, commandSigns(command))
  }
}

/** A command line; a program and its arguments; several by name. */
function commandOf(value: unknown, given: readonly string[]): string {
  const named = Object.values(fieldsOf(value)).map((one) => textsOf(one).join(' '))
  return [textsOf(value).join(' '), ...named]
    .filter((text) => text !== '')
    .concat(given)
    .join(named.length > 0 ? '; ' : ' ')
}
