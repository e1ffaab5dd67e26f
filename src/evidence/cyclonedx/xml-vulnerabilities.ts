import { mostStatements } from './vex.ts'

interface Node {
  readonly name: string
  text: string
  readonly inside: Node[]
}

/**
 * Collects `vulnerabilities` of the XML writing, given the elements inside it, and gives them as the JSON writing has them: so one reading serves both.
 * https://cyclonedx.org/docs/1.6/xml/#type_vulnerabilityType
 */
export class XmlVulnerabilities {
  readonly #found: Node[] = []
  readonly #open: Node[] = []

  enter(name: string): void {
    const node = { name, text: '', inside: [] }
    const around = this.#open.at(-1)
    if (around) around.inside.push(node)
    else if (this.#found.length < mostStatements) this.#found.push(node)
    this.#open.push(node)
  }

  leave(text: string): void {
    const left = this.#open.pop()
    if (left) left.text = text
  }

  asJson(): readonly object[] {
    return this.#found.filter(({ name }) => name === 'vulnerability').map(vulnerability)
  }
}

function vulnerability(node: Node): object {
  const [analysis] = all(node, 'analysis')
  return {
    ...texts(node, ['id', 'recommendation', 'updated']),
    references: all(node, 'references', 'reference').map((one) => texts(one, ['id'])),
    ...(analysis && {
      analysis: {
        ...texts(analysis, ['state', 'justification', 'detail', 'firstIssued', 'lastUpdated']),
        response: all(analysis, 'responses', 'response').map(({ text }) => text),
      },
    }),
    affects: all(node, 'affects', 'target').map((target) => ({
      ...texts(target, ['ref']),
      versions: all(target, 'versions', 'version').map((version) => texts(version, ['version', 'range', 'status'])),
    })),
  }
}

/** What lies at a path below a node. */
function all(node: Node, ...path: readonly string[]): readonly Node[] {
  return path.reduce<readonly Node[]>((nodes, name) => nodes.flatMap(({ inside }) => inside.filter((one) => one.name === name)), [node])
}

function texts(node: Node, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => all(node, name).map(({ text }) => [name, text.trim()])))
}
