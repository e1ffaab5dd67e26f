import type { Capability } from '../../src/releases/capability.ts'
import { javascript } from '../../src/releases/inspect/javascript/index.ts'

/** Everything that the units of a JavaScript source can do. */
export function capabilitiesOf(code: string): ReadonlySet<Capability> {
  return new Set(unitsOf(code).flatMap((unit) => unit.capabilities))
}

/** Every host that they name. */
export function hostsOf(code: string): ReadonlySet<string> {
  return new Set(unitsOf(code).flatMap((unit) => unit.hosts ?? []))
}

function unitsOf(code: string) {
  return javascript.read({ path: 'a.mjs', bytes: Buffer.from(code) }).units
}
