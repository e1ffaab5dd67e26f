import { dirname, join } from 'node:path/posix'
import type { Member, Unopened } from '../release.ts'

const written = /^a (symbolic|hard) link to (.+)$/s

export function symbolicLink(target: string): string {
  return `a symbolic link to ${target}`
}

export function hardLink(target: string): string {
  return `a hard link to ${target}`
}

interface Opened {
  readonly artifact: Member
  readonly members: readonly Member[]
  readonly unopened: readonly Unopened[]
}

/**
 * Counts the links that lead to other parts of their container: those parts were read where they lie, and nothing was missed.
 * `others` is all the rest that was not opened.
 */
export function linksApart({ artifact, members, unopened }: Opened): { readonly inside: number; readonly others: readonly Unopened[] } {
  const known = new Set<string>()
  for (const { path } of [...members, ...unopened]) for (let at = path; at !== '.' && !known.has(at); at = dirname(at)) known.add(at)
  // Packages of Debian and of rpm are installed at the root: their absolute paths lie in them.
  const atRoot = artifact.container === 'rpm' || known.has(`${artifact.path}!/debian-binary`)
  const others = unopened.filter((part) => {
    const target = part.code === 'link' ? targetOf(part, atRoot) : undefined
    return target === undefined || target === part.path || !known.has(target)
  })
  return { inside: unopened.length - others.length, others }
}

/** The path that a link leads to; undefined when it leads out of its container or nobody said where. */
function targetOf({ path, says }: Unopened, atRoot: boolean): string | undefined {
  const [, kind, target] = written.exec(says) ?? []
  const end = path.lastIndexOf('!/') + 2
  if (target === undefined || end < 2) return undefined
  if (target.startsWith('/') && !atRoot) return undefined
  const from = kind === 'hard' || target.startsWith('/') ? '' : dirname(path.slice(end))
  const inner = join(from, target).replace(/^\/+|\/+$/g, '')
  return inner === '..' || inner.startsWith('../') ? undefined : path.slice(0, end) + inner
}
