/** A member's name as a container writes it, made into a path inside the container. */
export interface SafeName {
  readonly path: string
  /** Why the name as written would have led out of the folder it is unpacked to. */
  readonly climbs?: string
}

/** Longest path of a member, in characters; longer ones are cut and told apart by their number. */
const longest = 4096

/**
 * Back slashes separate, as they do where installers run; `.` and empty parts vanish; a name that is absolute, names a
 * drive or climbs out with `..` keeps its content under `.outside/`, so that what hides behind such a name is still read.
 */
export function safeName(name: string): SafeName {
  const slashed = name.slice(0, longest).replaceAll('\\', '/').replaceAll('\0', '\u2400')
  const parts: string[] = []
  let climbs: string | undefined
  if (slashed.startsWith('/')) climbs = 'its name is an absolute path'
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.pop() === undefined) climbs = 'its name climbs out of the folder it is unpacked to'
    } else parts.push(part)
  }
  if (/^[A-Za-z]:$/.test(parts[0] ?? '')) climbs = 'its name is an absolute path with a drive'
  const path = parts.join('/') || '(no name)'
  return climbs === undefined ? { path } : { path: `.outside/${path}`, climbs }
}

/** Two names that are one on Windows and macOS: letters in any case, accents composed or not. */
export function foldedName(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
