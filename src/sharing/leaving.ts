import { csafDocument } from './csaf.ts'
import { stixBundle } from './stix/bundle.ts'
import type { SharedWarning } from './warning.ts'

/** As `pseudonyms.ts` and `strip.ts` write them. */
const standIn = /(?:host|account|mailbox|address|internal-domain|evidence)-\d+/g

export function standInsIn(text: string): readonly string[] {
  return text.match(standIn) ?? []
}

/** The stand-ins that are in the warning, in any of its formats: what is known of the inside and stays there has none to be told. */
export function leavingOf(warning: SharedWarning): ReadonlySet<string> {
  const { document, detection } = warning
  return new Set(standInsIn(JSON.stringify([document, detection, stixBundle(warning), csafDocument(warning)])))
}
