/** What an advisory can give to look for. `domain` is a registered domain (with all names below it), `host` one name below it. */
export const indicatorTypes = [
  'domain',
  'host',
  'url',
  'ipv4',
  'ipv6',
  'cidr',
  'email',
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'ssdeep',
  'imphash',
  'tlsh',
  'file-name',
  'file-path',
  'registry-key',
  'user-agent',
  'cookie',
  'certificate-serial',
  'certificate-thumbprint',
  'mutex',
  'ja3',
  'ja3s',
  'ja4',
] as const

export type AdvisoryIndicatorType = (typeof indicatorTypes)[number]

/** What an indicator was to the attack, as far as the text says. */
export const indicatorRoles = ['command-and-control', 'delivery', 'payload', 'victim', 'reference', 'publisher', 'benign', 'example', 'unknown'] as const

export type IndicatorRole = (typeof indicatorRoles)[number]

/** Where something stands: page and line count from 1; `part` is an attachment's name or the id of an object in a structured file. */
export interface Place {
  readonly page?: number | undefined
  readonly line?: number | undefined
  readonly part?: string | undefined
}

/** One naming of a value: by whom, where, and in which words. */
export interface Mention {
  /** The id of the advisory. */
  readonly advisory: string
  readonly place: Place
  readonly asWritten: string
  readonly sentence: string
  readonly role: IndicatorRole
}

export interface AdvisoryIndicator {
  readonly type: AdvisoryIndicatorType
  /** Refanged and in the lake's writing: names in lower case and punycode, addresses shortened, hashes in lower case; a URL whose scheme is not given has none. */
  readonly value: string
  readonly asWritten: string
  readonly place: Place
  /** The sentence, line or table row it stands in. */
  readonly sentence: string
  readonly role: IndicatorRole
  /** Named only as a part of another value (the host of a URL), never by itself. */
  readonly partOf?: 'url' | undefined
  readonly sources: readonly Mention[]
  /** Kept and shown, but no reason to alarm by itself: why. */
  readonly demoted?: { readonly reason: string } | undefined
}

/** Versions from … to …, in the order of the product's ecosystem. All bounds absent: every version. */
export interface VersionRange {
  /** First version inside. */
  readonly from?: string | undefined
  /** Outside, and what follows is inside. */
  readonly after?: string | undefined
  /** Last version inside. */
  readonly through?: string | undefined
  /** First version after the range, not inside. */
  readonly before?: string | undefined
}

export interface AffectedProduct {
  readonly vendor?: string | undefined
  readonly product: string
  /** Other names the same advisory uses for it. */
  readonly names: readonly string[]
  /** As OSV names it: npm, PyPI, Go, crates.io … */
  readonly ecosystem?: string | undefined
  /** Without version. */
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  /** Product codes, bundle ids, ids of winget that are given for it, lower case. */
  readonly codes?: readonly string[] | undefined
  /** Hashes of its affected files, lower case. */
  readonly hashes?: readonly string[] | undefined
  readonly platform?: string | undefined
  /** Single versions that are affected. */
  readonly versions: readonly string[]
  readonly ranges: readonly VersionRange[]
  readonly fixed: readonly string[]
  /** Versions said not to be affected. */
  readonly unaffected: readonly string[]
  /** The text names other versions, too, of which it could not be told what is said: silence on a version then means nothing. */
  readonly unclear?: true | undefined
  readonly cves: readonly string[]
  /** What the advisory tells its reader to do. */
  readonly remediation?: string | undefined
  readonly place: Place
  readonly sentence: string
  readonly sources: readonly { readonly advisory: string; readonly place: Place; readonly sentence: string }[]
}

/** Something named by an id, with where. */
export interface Named {
  readonly id: string
  readonly place: Place
  readonly sentence: string
}

/** An ATT&CK technique; `asWritten` differs from `id` where MITRE has replaced the id since. */
export interface Technique extends Named {
  readonly asWritten: string
}

export interface StatedDate {
  /** `2023-03-29` or `2023-03-20T12:00:35Z` (UTC unless the text gives a zone). */
  readonly date: string
  readonly asWritten: string
  readonly place: Place
  readonly sentence: string
}

/** A detection pattern, word for word. */
export interface Pattern {
  readonly id: string
  readonly language: 'stix' | 'sigma' | 'yara' | 'suricata' | 'other'
  readonly text: string
  readonly name?: string | undefined
  readonly validFrom?: string | undefined
  readonly validUntil?: string | undefined
  readonly place: Place
}

/** One object and how it is tied to another, by ids as the file gives them. */
export interface Relation {
  readonly from: string
  readonly kind: string
  readonly to: string
}

export interface Reference {
  readonly url: string
  readonly text: string
}

/** What could not be read, or was left out, and why. */
export interface Note {
  readonly what: string
  readonly place?: Place | undefined
}

/** A paragraph, heading, list item, table row or piece of code, with line breaks that are only layout taken out. */
export interface TextBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'code'
  readonly text: string
  readonly page?: number | undefined
  readonly line: number
}

export interface Advisory {
  /** From the content alone: the same bytes have the same id under any name. */
  readonly id: string
  readonly sha256: string
  /** A member of the registry of formats. */
  readonly format: string
  readonly title: string
  readonly publisher?: string | undefined
  /** ISO 8601. */
  readonly published?: string | undefined
  readonly modified?: string | undefined
  /** TLP 2.0 label without `TLP:`; WHITE of TLP 1 becomes CLEAR. */
  readonly tlp?: 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED' | undefined
  readonly blocks: readonly TextBlock[]
  readonly indicators: readonly AdvisoryIndicator[]
  readonly products: readonly AffectedProduct[]
  readonly cves: readonly Named[]
  readonly techniques: readonly Technique[]
  readonly dates: readonly StatedDate[]
  readonly patterns: readonly Pattern[]
  readonly relations: readonly Relation[]
  readonly references: readonly Reference[]
  /** Malware, groups and campaigns that a structured advisory names. */
  readonly threats: readonly string[]
  readonly notes: readonly Note[]
  /** Nothing of it could be read (encrypted, a scan, broken): what follows from it is CANNOT TELL. */
  readonly unreadable: boolean
}
