import { messageOf } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import type { Advisory } from './advisory.ts'
import { assemble } from './assemble/assemble.ts'
import { noWarningLists, type WarningLists } from './demote/warning-lists.ts'
import { documentOf } from './document.ts'
import type { ReadContext, Reading } from './format.ts'
import { formats } from './formats.ts'
import { type AdvisoryLimits, defaultAdvisoryLimits, tooLarge } from './limits.ts'
import { recogniseAdvisory, refusal } from './recognise.ts'

export interface ReadAdvisoryOptions {
  readonly limits?: Partial<AdvisoryLimits> | undefined
  readonly signal?: AbortSignal | undefined
  readonly warningLists?: WarningLists | undefined
  /** The name of the file. */
  readonly name?: string | undefined
}

/**
 * Reads an advisory: PDF, HTML, Markdown, text, e-mail, STIX, MISP, CSAF, OSV, OpenIOC, Sigma, YARA, Suricata, CSV. A file that
 * cannot be read gives an advisory with notes and `unreadable`; only LIMIT_EXCEEDED and an abort throw. Never touches the network, never runs what it reads.
 * It works in this process: files from elsewhere are for `readApart`.
 */
export async function readAdvisory(bytes: Uint8Array, options: ReadAdvisoryOptions = {}): Promise<Advisory> {
  const limits = { ...defaultAdvisoryLimits, ...options.limits }
  if (bytes.length > limits.bytes) throw tooLarge(options.name ?? 'The advisory', bytes.length, limits)
  const started = performance.now()
  const context: ReadContext = {
    limits,
    signal: options.signal ?? new AbortController().signal,
    late: () => performance.now() - started > limits.milliseconds,
  }
  const name = options.name ?? ''
  const hash = sha256(bytes)
  const { format, reading } = await readingOf(bytes, name, context, 0)
  return assemble({ id: `advisory-${hash.slice(0, 16)}`, sha256: hash, format }, reading, options.warningLists ?? noWarningLists, context)
}

async function readingOf(
  bytes: Uint8Array,
  name: string,
  context: ReadContext,
  depth: number,
): Promise<{ readonly format: string; readonly reading: Reading }> {
  const document = documentOf(bytes, name)
  const format = bytes.length === 0 ? undefined : recogniseAdvisory(document, formats)
  if (!format) return { format: 'unknown', reading: { title: name, notes: [{ what: refusal(document) }], unreadable: true } }
  context.signal.throwIfAborted()
  const reading = await guarded(() => format.read(document, context), context)
  return { format: format.name, reading: await withAttachments(reading, context, depth) }
}

/** A reader that stumbles over a file must not take the others with it. */
async function guarded(read: () => Reading | Promise<Reading>, { signal }: ReadContext): Promise<Reading> {
  try {
    return await read()
  } catch (error) {
    signal.throwIfAborted()
    return { notes: [{ what: `It could not be read: ${messageOf(error)}` }], unreadable: true }
  }
}

/** Attachments are read as advisories of their own, and what they hold is marked with their name. */
async function withAttachments(reading: Reading, context: ReadContext, depth: number): Promise<Reading> {
  let whole = reading
  for (const [index, attachment] of (reading.attachments ?? []).entries()) {
    if (index >= context.limits.attachments || depth >= context.limits.depth) {
      return joined(
        whole,
        {
          notes: [
            { what: `Attachments from “${attachment.name}” on were not read: a message may have ${context.limits.attachments}, ${context.limits.depth} deep.` },
          ],
        },
        attachment.name,
      )
    }
    const inner = await readingOf(attachment.bytes, attachment.name, context, depth + 1)
    whole = joined(whole, inner.reading, attachment.name)
  }
  return whole
}

function joined(outer: Reading, inner: Reading, part: string): Reading {
  const placed = <T extends { readonly place: { readonly part?: string | undefined } }>(items: readonly T[] = []) =>
    items.map((item) => ({ ...item, place: { ...item.place, part: item.place.part ?? part } }))
  return {
    ...outer,
    own: [...(outer.own ?? []), ...(inner.own ?? [])],
    blocks: [...(outer.blocks ?? []), ...(inner.blocks ?? []).map((block) => ({ ...block, part: block.part ?? part }))],
    indicators: [...(outer.indicators ?? []), ...placed(inner.indicators)],
    products: [...(outer.products ?? []), ...placed(inner.products)],
    cves: [...(outer.cves ?? []), ...placed(inner.cves)],
    techniques: [...(outer.techniques ?? []), ...placed(inner.techniques)],
    dates: [...(outer.dates ?? []), ...placed(inner.dates)],
    patterns: [...(outer.patterns ?? []), ...placed(inner.patterns)],
    relations: [...(outer.relations ?? []), ...(inner.relations ?? [])],
    references: [...(outer.references ?? []), ...(inner.references ?? [])],
    threats: [...(outer.threats ?? []), ...(inner.threats ?? [])],
    notes: [...(outer.notes ?? []), ...(inner.notes ?? []).map((note) => ({ ...note, place: { ...note.place, part: note.place?.part ?? part } }))],
  }
}
