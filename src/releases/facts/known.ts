/** A release that is known to have been tampered with. */
export interface Compromised {
  readonly ecosystem: string
  readonly name: string
  readonly versions: readonly string[]
  /** SHA-256 of its artifact or of files in it, lower case. */
  readonly sha256: readonly string[]
  readonly says: string
  readonly source: string
}

/** Tables of rules/vet that facts look things up in. */
export interface Known {
  /** Empty when known releases are switched off. */
  readonly compromised: readonly Compromised[]
  /** Kinds of hosts that attacks favour: kind in words → domains (with their subdomains) or top-level domains (`.top`). */
  readonly hosts: ReadonlyMap<string, string>
  /** Registered domains that documents and standards are named by: code that names them says nothing. */
  readonly plainHosts: ReadonlySet<string>
  readonly names: KnownNames
}

/** Names that say something when they come new into a release: rules/vet/names.yaml. */
export interface KnownNames {
  /** Hosts that registries serve packages from. */
  readonly registries: ReadonlySet<string>
  /** Commands that people and scripts start. */
  readonly commands: ReadonlySet<string>
  /** What builds or fetches native parts on installation. */
  readonly builders: ReadonlySet<string>
  /** Libraries of Windows that no product brings itself, lower case. */
  readonly libraries: ReadonlySet<string>
  /** Owners of actions that belong to the system that runs them. */
  readonly actions: ReadonlySet<string>
  /** Files of a system that start something by lying there or give rights; a folder ends in `/`. */
  readonly places: readonly { readonly path: string; readonly says: string }[]
}

/** What makes a host one that attacks favour, in words; undefined for any other. */
export function favoured(host: string, { hosts }: Pick<Known, 'hosts'>): string | undefined {
  const labels = host.split('.')
  for (let from = 0; from < labels.length; from++) {
    const kind = hosts.get(labels.slice(from).join('.'))
    if (kind !== undefined) return kind
  }
  return hosts.get(`.${labels.at(-1)}`)
}
