import { percentDecoded } from '../../../base/percent.ts'
import { commandsIn } from '../../code/shell/commands.ts'
import { shellSigns } from '../../code/shell/signs.ts'
import type { Signs } from '../../code/signs.ts'
import { namedFile, tellText } from '../../code/telling.ts'
import { commandSigns } from './found.ts'

/** Programs that fetch a package and run it, by their first words. */
const fetchesAndRuns = /^(?:npx|pnpx|bunx|uvx|npm (?:exec|x)|yarn dlx|pnpm dlx|bun x|pipx run|deno run)$/
/** Programs that fetch a package and run what it brings for its installation. */
const installs =
  /^(?:npm (?:i|install|add)|yarn (?:add|global)|pnpm (?:add|install|i)|bun (?:add|install|i)|pip3? install|pip install|uv (?:add|pip|tool)|pipx install|gem install|cargo install|go install|brew install|(?:apt|apt-get|dnf|yum|apk) (?:install|add))$/
/** Variables that make a program load other code before its own. */
const loads = /^(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES|BASH_ENV|PYTHONSTARTUP|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|NODE_OPTIONS)=(.+)$/s
const loadsOfNode = /(?:^|\s)(?:--import|--require|-r|--loader|--experimental-loader)(?:[=\s]|$)/
const dataUrl = /data:([\w/+.-]{0,60})((?:;[\w=.-]{1,40}){0,4}),([^\s"']{0,100000})/g

/** What a command of an install hook does: as the shell tells it, and what is fetched or loaded by other programs for it. `own`: packages that are installed with it. */
export function hookSigns(command: string, own: ReadonlySet<string> = new Set()): Signs {
  const signs = commandSigns(command)
  for (const { stages } of commandsIn(command)) {
    for (const words of stages) {
      for (const word of words) loaded(word, signs)
      if (fetches(programIn(words), own)) signs.can('network', 'execute')
    }
  }
  for (const [, type = '', parameters = '', content = ''] of command.matchAll(dataUrl)) embedded(type, parameters, content, signs)
  // The program that a hook starts does something with the host that it is told.
  if (signs.hosts.size > 0) signs.can('execute')
  return signs
}

function loaded(word: string, signs: Signs): void {
  const [, value = ''] = loads.exec(word) ?? []
  if (value === '' || (word.startsWith('NODE_OPTIONS') && !loadsOfNode.test(value))) return
  signs.can('evaluate')
  for (const part of value.split(/[\s=:]+/)) {
    const file = namedFile(part)
    if (file !== undefined) signs.file(file)
  }
}

/** Text in an address that is code for whoever loads it. */
function embedded(type: string, parameters: string, content: string, signs: Signs): void {
  if (!/script|wasm|^$/.test(type)) return
  signs.can('decode', 'evaluate')
  const text = parameters.includes(';base64') ? Buffer.from(content, 'base64').toString('utf8') : percentDecoded(content)
  tellText(text, signs)
  for (const [, literal = ''] of text.matchAll(/["'`]([^"'`]{4,4000})["'`]/g)) shellSigns(literal, signs)
}

/** The words from the program on: without variables, and without what only starts another program. */
function programIn(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=|^(?:sudo|env|exec|cross-env|cross-env-shell|command)$/.test(word))
  const rest = start < 0 ? [] : words.slice(start)
  return /^python[\d.]*$/.test(rest[0] ?? '') && rest[1] === '-m' ? rest.slice(2) : rest
}

function fetches([program = '', ...rest]: readonly string[], own: ReadonlySet<string>): boolean {
  const given = rest.filter((word) => !word.startsWith('-') && !/[<>|&]/.test(word))
  if (fetchesAndRuns.test(program)) return isForeign(given[0], own)
  const both = `${program} ${given[0] ?? ''}`
  if (fetchesAndRuns.test(both)) return isForeign(given[1], own)
  return installs.test(both) && given.slice(1).some((name) => isForeign(name, own))
}

/** `name@1.2.3` of a package that is not installed with this one anyway; a file or folder of it is not fetched. */
function isForeign(word: string | undefined, own: ReadonlySet<string>): boolean {
  if (word === undefined || /^(?:\.{0,2}\/|file:|\.$)|\.tgz$/.test(word)) return false
  return !own.has(/^(@?[^@]+)/.exec(word)?.[1] ?? word)
}
