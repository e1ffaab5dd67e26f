import { elements, members, parseJson, textOf } from '../json-text.ts'
import type { Bom, Component, Property } from './bom.ts'
import { statementsOf } from './vex.ts'

/** Components inside one another beyond this are left out. */
const deepest = 50

type Members = Readonly<Record<string, unknown>>

export function bomOfJson(text: string): Bom {
  const { value, problem } = parseJson(text)
  const problems = problem ? [problem] : []
  const document = members(value) ?? {}
  const metadata = members(document.metadata) ?? {}
  const subject = members(metadata.component)
  const about = subject && componentOf(subject, 0, '')
  const top = [...elements(document.components), ...elements(subject?.components)]
  return {
    timestamp: textOf(metadata.timestamp),
    subject: about,
    properties: propertiesOf(metadata),
    components: flat(top, problems),
    statements: statementsOf(document, about, flat(top, [])),
    serial: textOf(document.serialNumber),
    isInventory: top.length > 0 || elements(document.vulnerabilities).length === 0,
    problems,
  }
}

/** Components in the order of the document, each before those inside it. */
function* flat(top: readonly unknown[], problems: { line: number; why: string }[]): Generator<Component> {
  const waiting = [{ list: top, next: 0, device: '' }]
  let line = 0
  for (let level = waiting.at(-1); level; level = waiting.at(-1)) {
    const entry = level.list[level.next]
    level.next += 1
    if (level.next > level.list.length) {
      waiting.pop()
      continue
    }
    line += 1
    const found = members(entry)
    const component = found && componentOf(found, line, level.device)
    if (!found || !component || component.name === '') {
      problems.push({ line, why: 'a component without a name' })
      continue
    }
    yield component
    const inner = elements(found.components)
    if (inner.length > 0 && waiting.length >= deepest)
      problems.push({ line, why: `components lie more than ${deepest} deep: those inside this one were not read` })
    else if (inner.length > 0) waiting.push({ list: inner, next: 0, device: component.type === 'device' ? component.name : level.device })
  }
}

function componentOf(found: Members, line: number, device: string): Component {
  return {
    line,
    ref: textOf(found['bom-ref']),
    type: textOf(found.type).toLowerCase(),
    name: textOf(found.name),
    group: textOf(found.group),
    version: textOf(found.version),
    vendor: vendorOf(found),
    purl: textOf(found.purl),
    cpe: textOf(found.cpe),
    hashes: elements(found.hashes).map((entry) => textOf(members(entry)?.content)),
    scope: textOf(found.scope).toLowerCase(),
    properties: propertiesOf(found),
    device,
  }
}

function vendorOf(found: Members): string {
  const named = [members(found.supplier)?.name, members(found.manufacturer)?.name, found.author, members(elements(found.authors)[0])?.name]
  return [found.publisher, ...named].map(textOf).find((text) => text !== '') ?? ''
}

function propertiesOf(found: Members): readonly Property[] {
  return elements(found.properties).map((entry) => ({ name: textOf(members(entry)?.name), value: textOf(members(entry)?.value) }))
}
