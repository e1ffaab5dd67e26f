import { hexBlob } from '../random.ts'
import { type Edit, edited, isNode, nodesOf, stringLiterals } from './rewrite.ts'

/**
 * The look of the common JavaScript obfuscators: strings and member names in one rotated array behind a decoder, local
 * names as hexadecimal numbers. It is how chalk and debug (2025), TanStack (2026) and others came; not an evasion of ours.
 */
export function obfuscated(code: string, label: string): string {
  const strings: string[] = []
  const decoder = `_0x${hexBlob(`${label}/decoder`, 6)}`
  const array = `_0x${hexBlob(`${label}/array`, 6)}`
  const lookUp = (value: string) => {
    const known = strings.indexOf(value)
    return `${decoder}(0x${(0x1a0 + (known < 0 ? strings.push(value) - 1 : known)).toString(16)})`
  }
  const edits: Edit[] = stringLiterals(code).map(({ node, value }) => ({ start: node.start, end: node.end, text: lookUp(value) }))
  const names = new Map<string, string>()
  for (const { node, parent, key } of nodesOf(code)) {
    if (node.type === 'Identifier' && isBinding(parent?.type, key)) names.set(String(node.name), `_0x${hexBlob(`${label}/${String(node.name)}`, 6)}`)
  }
  for (const { node, parent, key } of nodesOf(code)) {
    if (node.type === 'MemberExpression' && node.computed !== true && isNode(node.object) && isNode(node.property)) {
      edits.push({ start: node.object.end, end: node.end, text: `[${lookUp(String(node.property.name))}]` })
    }
    const renamed = node.type === 'Identifier' ? names.get(String(node.name)) : undefined
    const isName = (parent?.type === 'MemberExpression' && key === 'property' && parent.computed !== true) || parent?.type === 'Property'
    if (renamed !== undefined && !isName) edits.push({ start: node.start, end: node.end, text: renamed })
  }
  const body = edited(code, edits)
    .replace(/\s*\n\s*/g, '')
    .replace(/\btrue\b/g, '!![]')
  const turn = strings.length % 7
  const rotated = [...strings.slice(-turn || strings.length), ...strings.slice(0, -turn || strings.length)].slice(0, strings.length)
  return [
    `const ${decoder}=function(a,b){a=a-0x1a0;return ${array}()[a];};`,
    `function ${array}(){const c=[${rotated.map((value) => JSON.stringify(value)).join(',')}];${array}=function(){return c;};return ${array}();}`,
    `(function(d,e){const f=d();let g=0x0;while(g<e){f['push'](f['shift']());g++;}}(${array},0x${turn.toString(16)}));`,
    body,
  ].join('')
}

function isBinding(parent: string | undefined, key: string): boolean {
  if (parent === 'VariableDeclarator') return key === 'id'
  return (parent === 'FunctionDeclaration' || parent === 'FunctionExpression' || parent === 'ArrowFunctionExpression') && (key === 'params' || key === 'id')
}
