import { basename } from 'node:path/posix'
import type { ReleaseRecord } from '../record.ts'

/** The outermost container that holds more than one other: of `a.tgz`, which holds but `a.tar`, that one. */
export function rootOf({ artifact, members }: Pick<ReleaseRecord, 'artifact' | 'members'>): string {
  let root = artifact.path
  for (;;) {
    const inside = members.filter(({ path }) => path.startsWith(`${root}!/`))
    const children = inside.filter(({ path }) => !path.slice(root.length + 2).includes('!/'))
    const [only, ...others] = children
    if (only?.container === undefined || others.length > 0) return root
    root = only.path
  }
}

/** `setup.msi!/app/a.dll` seen from the root `setup.msi` → `app/a.dll`. What lies outside keeps its name. */
export function innerPath(path: string, root: string): string {
  if (path.startsWith(`${root}!/`)) return path.slice(root.length + 2)
  return root.startsWith(path) ? basename(path) : path
}

const version = /\d+\.\d+(?:\.\d+)*(?:[-+.]?(?:alpha|beta|rc|dev|post|pre|canary|next|[ab])[.-]?\d*(?:[.-]\d+)*)?/g
/** A run of 8 to 64 letters and digits between marks, as bundlers put into names; also `_` inside, never only letters of one case. */
const hashLike = /(?<=[-._])[A-Za-z0-9_]{8,64}(?=\.|$)/g

/**
 * The path without what changes from release to release though the file is the same one: version numbers and content
 * hashes. Several files of a release may come out alike.
 */
export function normalPath(path: string): string {
  return path.replace(version, '#').replace(hashLike, (run) => (looksLikeHash(run) ? '#' : run))
}

function looksLikeHash(run: string): boolean {
  if (/^[0-9a-f]+$/.test(run)) return /\d/.test(run)
  return /\d/.test(run) || (/[A-Z]/.test(run.slice(1)) && /[a-z]/.test(run) && !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(run))
}
