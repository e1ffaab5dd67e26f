import type { Draft } from '../../format.ts'
import { type Fields, fieldsOf, isFields, textOf } from '../../text/json.ts'
import { typeOfPath } from './pattern-values.ts'

const deepest = 6

/** Values of observed data (2.0: objects inside; 2.1: objects of the bundle). Seen is not the same as bad: the file says which by an indicator. */
export function observableDrafts(object: Fields, all: ReadonlyMap<string, Fields>): readonly Draft[] {
  const part = textOf(object.id)
  if (object.type === 'observed-data') {
    const external = /external analysis|misp:type="?link|internal reference/i.test(JSON.stringify(object.labels ?? ''))
    return Object.values(fieldsOf(object.objects))
      .filter(isFields)
      .flatMap((observable) => valuesOf(observable, part, external))
  }
  if (object.type === 'x-misp-attribute' || !part) return []
  return all.has(part) ? valuesOf(object, part, false) : []
}

function valuesOf(observable: Fields, part: string | undefined, isReference: boolean): readonly Draft[] {
  const type = textOf(observable.type) ?? ''
  return leaves(observable, '', 0).flatMap(({ path, value }): Draft[] => {
    const kind = typeOfPath(type, path)
    if (kind === undefined) return []
    return [
      {
        type: kind,
        value,
        asWritten: value,
        place: { part },
        sentence: `observed ${type}`,
        role: isReference ? 'reference' : 'unknown',
        demoted: isReference ? 'given as a reference, not for detection' : undefined,
      },
    ]
  })
}

function leaves(value: Fields, prefix: string, depth: number): readonly { readonly path: string; readonly value: string }[] {
  if (depth > deepest) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    if (isFields(inner)) return leaves(inner, path, depth + 1)
    const text = textOf(inner)
    return text === undefined ? [] : [{ path, value: text }]
  })
}
