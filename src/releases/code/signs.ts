import type { Capability } from '../capability.ts'

/** Takes what a piece of code was seen to do and to name. */
export interface SignSink {
  can(...capabilities: readonly Capability[]): void
  /** A host or address named in it, lower case. */
  host(name: string): void
  /** A module that it imports by literal name. */
  imported(name: string): void
  /** Another file that it names. */
  file(name: string): void
}

/** Signs gathered for one unit. */
export class Signs implements SignSink {
  readonly capabilities = new Set<Capability>()
  readonly hosts = new Set<string>()
  readonly imports = new Set<string>()
  readonly files = new Set<string>()

  can(...capabilities: readonly Capability[]): void {
    for (const capability of capabilities) this.capabilities.add(capability)
  }

  host(name: string): void {
    this.hosts.add(name)
  }

  imported(name: string): void {
    this.imports.add(name)
  }

  file(name: string): void {
    this.files.add(name)
  }

  giveTo(other: SignSink): void {
    other.can(...this.capabilities)
    for (const value of this.hosts) other.host(value)
    for (const value of this.imports) other.imported(value)
    for (const value of this.files) other.file(value)
  }

  get isEmpty(): boolean {
    return this.capabilities.size + this.hosts.size + this.imports.size + this.files.size === 0
  }
}
