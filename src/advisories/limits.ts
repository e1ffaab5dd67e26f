import { GatehouseError } from '../base/errors.ts'
import { bytes as sizeOf } from '../base/text.ts'

/** Limits on hostile or broken advisories. */
export interface AdvisoryLimits {
  /** Bytes of the file. */
  readonly bytes: number
  readonly pages: number
  /** Characters of text taken from it. */
  readonly characters: number
  /** Distinct indicators kept. */
  readonly indicators: number
  /** Objects of a structured file, and elements of a markup file. */
  readonly objects: number
  /** Attachments of a message, over all depths. */
  readonly attachments: number
  /** Messages inside messages. */
  readonly depth: number
  /** Bytes that one compressed stream of a PDF may unpack to. */
  readonly streamBytes: number
  /** Milliseconds for one advisory; what is not done by then is left out, with a note. */
  readonly milliseconds: number
  /** Resident set of the process that reads it, in bytes; see apart/. */
  readonly memory: number
}

export const defaultAdvisoryLimits: AdvisoryLimits = {
  bytes: 64e6,
  pages: 1000,
  characters: 8e6,
  indicators: 200_000,
  objects: 300_000,
  attachments: 20,
  depth: 3,
  streamBytes: 48e6,
  milliseconds: 60_000,
  memory: 1e9,
}

/** What is thrown for an advisory of which nothing can be made; `says` why, from the mark behind “read” on. */
export function unreadable(name: string, says: string): GatehouseError {
  return new GatehouseError('EVIDENCE_UNREADABLE', `CANNOT TELL: the advisory ${name} could not be read${says}`, {
    hint: 'Ask its publisher for the text, a STIX bundle or a CSV file, and hunt with that.',
  })
}

export function tooLarge(name: string, size: number, limits: AdvisoryLimits): GatehouseError {
  return new GatehouseError('LIMIT_EXCEEDED', `${name} has ${sizeOf(size)}; an advisory may have ${sizeOf(limits.bytes)}`, {
    hint: 'Take the part with the indicators out of it and hunt with that.',
  })
}
