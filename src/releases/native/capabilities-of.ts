import type { Capability } from '../capability.ts'

/** Capability → names of functions, white space between them. A name that ends in `*` stands for every name that begins so. */
export type FunctionTable = Readonly<Partial<Record<Capability, string>>>

/** Looks names up in tables: the whole name first and every prefix given with a star besides. */
export function capabilityLookup(...tables: readonly FunctionTable[]): (name: string) => readonly Capability[] {
  const whole = new Map<string, Set<Capability>>()
  const prefixes: { readonly prefix: string; readonly capability: Capability }[] = []
  for (const [capability, names] of tables.flatMap((table) => Object.entries(table) as [Capability, string][])) {
    for (const name of names.split(/\s+/).filter((part) => part !== '')) {
      if (name.endsWith('*')) prefixes.push({ prefix: name.slice(0, -1), capability })
      else whole.set(name, (whole.get(name) ?? new Set()).add(capability))
    }
  }
  return (name) => {
    const found = new Set(whole.get(name))
    for (const { prefix, capability } of prefixes) if (name.startsWith(prefix)) found.add(capability)
    return [...found]
  }
}
