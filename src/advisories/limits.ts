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
}
