import { shellUnits } from '../../code/shell/units.ts'
import { commandSigns, type Found } from './found.ts'
import { parseJson, textsOf } from './values.ts'

const instruction = /^\s{0,20}([A-Za-z]{3,12})\s+([\s\S]*)$/

/** Dockerfile and Containerfile: bases, commands of the build, and what runs in the end. */
export function readDockerfile(found: Found): void {
  for (const { text, index } of instructionsIn(found.source.text)) {
    const [, word = '', rest = ''] = instruction.exec(text) ?? []
    const name = word.toUpperCase()
    if (name === 'FROM') found.dependency(rest.split(/\s/)[0] ?? rest, '*', 'base image')
    else if (name === 'RUN') {
      const part = { text: rest.replace(/^(?:--\w[\w-]*=\S+\s+)+/, ''), notes: [], place: () => found.source.place(index) }
      found.units.push(...shellUnits(part, 'manifest.run'))
    } else if (name === 'CMD' || name === 'ENTRYPOINT' || name === 'HEALTHCHECK') started(found, name, rest)
    else if (name === 'ADD' || name === 'ENV' || name === 'ARG' || name === 'USER' || name === 'EXPOSE' || name === 'COPY')
      found.declares('instruction', `${name} ${rest}`, rest.split('\n', 1)[0] ?? '', commandSigns(rest))
  }
}

/** `["sh", "-c", "…"]` or a command line. */
function started(found: Found, name: string, rest: string): void {
  const words = textsOf(parseJson(rest))
  found.hook(name.toLowerCase(), words.length > 0 ? words.join(' ') : rest, words[0] ?? rest.slice(0, 40))
}

function* instructionsIn(text: string): Generator<{ readonly text: string; readonly index: number }> {
  let kept = ''
  let start = 0
  let at = 0
  for (const line of text.split('\n')) {
    if (kept === '') start = at
    at += line.length + 1
    if (/^\s*#/.test(line)) continue
    if (/\\\s*$/.test(line.slice(-80))) {
      kept += `${line.replace(/\\\s*$/, '')} `
      continue
    }
    const whole = (kept + line).trim()
    kept = ''
    if (whole !== '') yield { text: whole, index: start }
  }
  if (kept.trim() !== '') yield { text: kept.trim(), index: start }
}
