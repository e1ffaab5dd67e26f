import type { Standing } from '../code/standing.ts'
import type { RecordedContent } from '../record.ts'
import { isLiveKind } from './live-kind.ts'

/**
 * Tests, examples and documents that code of the release imports, reads or starts, or that a hook or manifest names: they count like code.
 * What they import in turn runs, too.
 */
export function calledFiles(standings: ReadonlyMap<string, Standing>, contents: ReadonlyMap<string, RecordedContent | undefined>): Set<string> {
  const idle = byStem([...standings].filter(([, standing]) => !['runs', 'types', 'map'].includes(standing)).map(([path]) => path))
  const called = new Set<string>()
  if (idle.size === 0) return called
  const queue = [...standings].filter(([, standing]) => standing === 'runs').map(([path]) => path)
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const target of targets(path, contents.get(path), idle)) {
      if (called.has(target)) continue
      called.add(target)
      queue.push(target)
    }
  }
  return called
}

/** Files by their path without extension, and by their folder for an index file. */
function byStem(paths: readonly string[]): Map<string, string> {
  const stems = new Map<string, string>()
  for (const path of paths) {
    stems.set(path, path)
    const stem = path.replace(/\.[^./]{1,8}$/, '')
    stems.set(stem, path)
    if (stem.endsWith('/index')) stems.set(stem.slice(0, -6), path)
  }
  return stems
}

function* targets(from: string, content: RecordedContent | undefined, idle: ReadonlyMap<string, string>): Generator<string> {
  for (const unit of content?.units.filter(isLiveKind) ?? []) {
    const relative = (unit.imports ?? []).filter((name) => name.startsWith('.'))
    for (const name of [...relative, ...(unit.files ?? [])]) {
      const target = idle.get(resolved(from, name))
      if (target !== undefined) yield target
    }
  }
}

/** `./b` seen from `package/a.js` → `package/b`. */
export function resolved(from: string, name: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
