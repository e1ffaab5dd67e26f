import { type Edit, edited, isNode, nodesOf, stringLiterals } from './rewrite.ts'

/** `'child_process'` → `'child_' + 'process'`, `x.exec` → `x['ex' + 'ec']`: no name is whole in the text. */
export function concatenated(code: string): string {
  const edits: Edit[] = stringLiterals(code)
    .filter(({ value }) => value.length >= 4 && value.length < 400)
    .map(({ node, value }) => ({ start: node.start, end: node.end, text: halves(value) }))
  for (const { node } of nodesOf(code)) {
    if (node.type !== 'MemberExpression' || node.computed === true || !isNode(node.property) || !isNode(node.object)) continue
    const name = node.property.name
    if (typeof name !== 'string' || name.length < 4 || node.property.type !== 'Identifier') continue
    const start = node.object.end
    edits.push({ start, end: node.end, text: `${node.optional === true ? '?.' : ''}[${halves(name)}]` })
  }
  return edited(code, edits)
}

function halves(value: string): string {
  const middle = Math.ceil(value.length / 2)
  return `(${JSON.stringify(value.slice(0, middle))} + ${JSON.stringify(value.slice(middle))})`
}

/** Every string in escapes of its UTF-16 units: `'\u0063\u0068…'`. */
export function escaped(code: string): string {
  return edited(
    code,
    stringLiterals(code)
      .filter(({ value }) => value.length >= 3 && value.length < 400)
      .map(({ node, value }) => ({
        start: node.start,
        end: node.end,
        text: `'${[...value].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}'`,
      })),
  )
}

/** Functions under other names: `require` and `eval` through a variable, methods through `Reflect`. */
export function aliased(code: string): string {
  const aliases = new Map<string, string>()
  const edits: Edit[] = []
  for (const { node } of nodesOf(code)) {
    if (node.type !== 'CallExpression' || !isNode(node.callee) || node.optional === true) continue
    const { callee } = node
    if (callee.type === 'Identifier' && (callee.name === 'require' || callee.name === 'eval' || callee.name === 'fetch')) {
      const alias = `$${callee.name.length}${callee.name[0]}`
      aliases.set(alias, callee.name)
      edits.push({ start: callee.start, end: callee.end, text: alias })
    } else if (
      callee.type === 'MemberExpression' &&
      callee.computed !== true &&
      isNode(callee.object) &&
      callee.object.type === 'Identifier' &&
      isNode(callee.property)
    ) {
      const { object, property } = callee
      edits.push({ start: callee.start, end: callee.end, text: `Reflect.get(${String(object.name)}, '${String(property.name)}').bind(${String(object.name)})` })
    }
  }
  const prelude = [...aliases].map(([alias, name]) => `const ${alias} = ${name};`).join('\n')
  const body = edited(code, edits)
  const directive = /^#!.*\n/.exec(body)?.[0] ?? ''
  return prelude === '' ? body : `${directive}${prelude}\n${body.slice(directive.length)}`
}

/** No literal longer than 48 characters: long ones in pieces, each a variable of its own, put together where they are used. */
export function splitBlobs(code: string): string {
  const pieces: string[] = []
  const edits = stringLiterals(code)
    .filter(({ value }) => value.length > 64)
    .map(({ node, value }) => {
      const names = (value.match(/.{1,48}/gs) ?? []).map((piece) => {
        pieces.push(`const part${pieces.length} = ${JSON.stringify(piece)};`)
        return `part${pieces.length - 1}`
      })
      return { start: node.start, end: node.end, text: `[${names.join(', ')}].join('')` }
    })
  return edits.length === 0 ? code : `${pieces.join('\n')}\n${edited(code, edits)}`
}

/** As a minifier leaves it: one line, short names, no comments. Names of the outermost level stay, so that triggers find them. */
export function minified(code: string): string {
  const shebang = /^#!.*\n/.exec(code)?.[0] ?? ''
  const names = shortNames(code)
  const edits: Edit[] = []
  for (const { node, parent, key } of nodesOf(code)) {
    const short = node.type === 'Identifier' ? names.get(String(node.name)) : undefined
    if (short === undefined || !isReference(parent, key)) continue
    const isShorthand = parent?.type === 'Property' && parent.shorthand === true
    edits.push({ start: node.start, end: node.end, text: isShorthand ? `${String(node.name)}:${short}` : short })
  }
  return shebang + oneLine(edited(code, edits).slice(shebang.length))
}

/** A short name for each local one, none of which the code has already. */
function shortNames(code: string): ReadonlyMap<string, string> {
  const locals = new Set<string>()
  const taken = new Set(['do', 'if', 'in', 'is', 'of', 'as'])
  const outermost = new Set<unknown>()
  for (const { node, parent, key } of nodesOf(code)) {
    if (parent?.type === 'Program' && Array.isArray(node.declarations)) for (const each of node.declarations) outermost.add(each)
    if (node.type !== 'Identifier') continue
    taken.add(String(node.name))
    if (!outermost.has(parent) && isLocalDeclaration(parent?.type, key)) locals.add(String(node.name))
  }
  const names = new Map<string, string>()
  for (let next = 0; names.size < locals.size; next++) {
    const local = [...locals][names.size]
    if (local !== undefined && !taken.has(shortName(next))) names.set(local, shortName(next))
  }
  return names
}

function isLocalDeclaration(parent: string | undefined, key: string): boolean {
  return (
    (parent === 'VariableDeclarator' && key === 'id') ||
    (parent === 'CatchClause' && key === 'param') ||
    ((parent === 'ArrowFunctionExpression' || parent === 'FunctionExpression') && key === 'params')
  )
}

function isReference(parent: { readonly type: string; readonly computed?: unknown; readonly shorthand?: unknown } | undefined, key: string): boolean {
  if (parent?.type === 'MemberExpression' && key === 'property' && parent.computed !== true) return false
  if (parent?.type === 'Property' && key === 'key' && parent.shorthand !== true) return false
  return !(parent?.type === 'Property' && key === 'value' && parent.shorthand === true)
}

function shortName(index: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  return index < 26 ? (letters[index] ?? 'a') : `${shortName(Math.floor(index / 26) - 1)}${letters[index % 26]}`
}

/** Payloads end their statements with semicolons, so line breaks may go; template literals must not span lines. */
function oneLine(code: string): string {
  return code
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ ?([{};,=]) ?/g, '$1')
    .trim()
}
