/** A group of findings under an id. */
export interface Grouped {
  readonly id: string
  /** Ids of its findings. */
  readonly findings: readonly string[]
}

/**
 * Which known incident each computed one is: the one of the same id; else, where no other group has that one's id, the known
 * incident that it shares most findings with. So triage stays with an incident whose gravest finding, and with it the id, has changed.
 */
export function carryIdentity(computed: readonly Grouped[], known: readonly Grouped[]): ReadonlyMap<string, string> {
  const ids = new Set(computed.map(({ id }) => id))
  const carried = new Map(known.filter(({ id }) => ids.has(id)).map(({ id }) => [id, id]))
  const open = known.filter(({ id }) => !ids.has(id))
  const pairs = computed
    .filter(({ id }) => !carried.has(id))
    .flatMap((group) => open.map((candidate) => ({ group, candidate, shared: sharedBy(group, candidate) })))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || (a.candidate.id < b.candidate.id ? -1 : 1))
  const taken = new Set<string>()
  for (const { group, candidate } of pairs) {
    if (carried.has(group.id) || taken.has(candidate.id)) continue
    carried.set(group.id, candidate.id)
    taken.add(candidate.id)
  }
  return carried
}

function sharedBy(a: Grouped, b: Grouped): number {
  const of = new Set(b.findings)
  return a.findings.filter((id) => of.has(id)).length
}
