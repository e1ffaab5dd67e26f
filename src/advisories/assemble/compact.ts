/** A name without case, spaces and marks: `3CX Desktop App` and `3CXDesktopApp` are one. */
export function compact(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
