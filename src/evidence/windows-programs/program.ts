import { plural } from '../../base/text.ts'

/** One program as Windows tells it. */
export interface Program {
  readonly line: number
  /** '' when the file does not say. */
  readonly host: string
  readonly product: string
  readonly version: string
  readonly vendor: string
  /** As written: the key's name, or winget's identifier; '' when the file does not say. */
  readonly code: string
  /** As written; '' when unknown. */
  readonly installed: string
  /** As written; '' when the file does not say. */
  readonly seen: string
}

/** winget's identifier of a package is `Publisher.Package`; other identifiers name a key of the registry or of the store. */
export function publisherOf(identifier: string): string {
  return /^([A-Za-z0-9][\w-]*)\.[A-Za-z0-9][\w.+-]*$/.exec(identifier)?.[1] ?? ''
}

/** winget writes this for a version that it cannot tell, whatever the language of the rest. */
export function knownVersion(version: string): string {
  return /^unknown$/i.test(version) ? '' : version
}

/** Names that PowerShell gives for "this computer", which tell nothing. */
export function knownHost(name: string): string {
  return /^(localhost|\.|127\.0\.0\.1|::1)$/i.test(name.trim()) ? '' : name.trim()
}

/** The note for keys of Uninstall that are parts or updates of other programs. */
export function unnamedKeys(count: number): string {
  return `Left out, since they are parts or updates of other programs and have no DisplayName: ${plural(count, 'key')}.`
}
