/** Commands that only the maintainers run, and what only they install. */
const idleKinds: ReadonlySet<string> = new Set(['manifest.script', 'manifest.publish-script'])

export function isLiveKind({ kind }: { readonly kind: string }): boolean {
  return !idleKinds.has(kind)
}
