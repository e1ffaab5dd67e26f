import PostalMime from 'postal-mime'
import type { Note } from '../../advisory.ts'
import type { AdvisoryFormat, Document, ReadContext, Reading } from '../../format.ts'
import { withoutArmour } from '../../text/armour.ts'
import { plainBlocks } from '../../text/plain-blocks.ts'
import { readHtml } from '../html/index.ts'

export const email: AdvisoryFormat = {
  name: 'email',
  title: 'E-mail',
  origin: 'A message of a mailing list or an agency, saved as .eml. Attachments are read as advisories of their own.',
  recognise: score,
  read: (document, context) => read(document.bytes, context),
}

const headers =
  /^(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|dkim-signature|authentication-results|reply-to|list-id|x-[\w-]+)\s*:/i

function score(document: Document): number {
  const lines = document
    .head()
    .slice(0, 32_768)
    .replace(/^(?:\ufeff|From [^\n]*\n)/, '')
    .split(/\r?\n/)
  const end = lines.indexOf('')
  const head = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^[ \t]/.test(line))
  const known = head.filter((line) => headers.test(line))
  const certain = ['from', 'date', 'subject', 'message-id', 'mime-version', 'received'].filter((name) =>
    known.some((line) => line.toLowerCase().startsWith(`${name}:`)),
  )
  return head.length > 0 && known.length >= head.length * 0.6 && certain.length >= 3 ? 0.95 : 0
}

async function read(bytes: Uint8Array, context: ReadContext): Promise<Reading> {
  const { limits } = context
  const message = await PostalMime.parse(bytes.slice(), {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: 30,
    maxHeadersSize: 2 ** 20,
    forceRfc822Attachments: true,
  })
  const notes: Note[] = []
  const text = message.text?.trim() ? message.text : undefined
  // Both parts say the same; tables keep their cells only in the one with markup.
  const body =
    message.html && (!text || /<t[dh][\s>]/i.test(message.html))
      ? readHtml(message.html.slice(0, limits.characters), context)
      : { blocks: plainBlocks(withoutArmour((text ?? '').slice(0, limits.characters))) }
  const attachments = message.attachments.flatMap((attachment, index) => {
    const name = attachment.filename ?? `attachment ${index + 1}`
    if (attachment.disposition === 'inline' && /^image\//.test(attachment.mimeType)) return []
    const content = typeof attachment.content === 'string' ? Buffer.from(attachment.content) : new Uint8Array(attachment.content)
    if (content.length <= limits.bytes) return [{ name, bytes: content }]
    notes.push({ what: `The attachment “${name}” is too large and was not read.`, place: { part: name } })
    return []
  })
  return {
    title: message.subject,
    publisher: message.from?.name || message.from?.address,
    published: dateOf(message.date),
    own: [message.from?.address ?? '', message.replyTo?.[0]?.address ?? ''].filter((address) => address !== ''),
    blocks: body.blocks ?? [],
    references: 'references' in body ? (body.references ?? []) : [],
    attachments,
    notes: [...notes, ...('notes' in body && attachments.length === 0 ? (body.notes ?? []) : [])],
    unreadable: (body.blocks ?? []).length === 0 && attachments.length === 0,
  }
}

function dateOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000Z', 'Z')
}
