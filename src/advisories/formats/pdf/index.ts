import { messageOf } from '../../../base/errors.ts'
import { datesIn } from '../../extract/dates.ts'
import type { AdvisoryFormat, ReadContext, Reading } from '../../format.ts'
import { chainsOf } from './chains.ts'
import { openPdf } from './open.ts'
import { blocksOfChains } from './pdf-blocks.ts'
import { oversized } from './streams.ts'

export const pdf: AdvisoryFormat = {
  name: 'pdf',
  title: 'PDF',
  origin: 'Reports of agencies and security companies. Only the text layer is read: no scripts, no attachments, no pictures.',
  recognise: ({ bytes }) => (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-') ? 1 : 0),
  read: ({ bytes }, context) => read(bytes, context),
}

async function read(bytes: Uint8Array, context: ReadContext): Promise<Reading> {
  const bomb = oversized(bytes, context.limits.streamBytes)
  if (bomb) return { notes: [{ what: bomb }], unreadable: true }
  try {
    const { pages, count, info, references, notes } = await openPdf(bytes, context)
    const { blocks, title } = blocksOfChains(chainsOf(pages))
    const empty = pages.every((page) => page.pieces.length === 0)
    const facts = { title: usable(info.title) ?? title, publisher: undefined, published: dateOf(info.created), modified: dateOf(info.modified), references }
    if (!empty) return { ...facts, blocks, notes: [...notes, ...withoutText(pages)] }
    return {
      ...facts,
      notes: [
        ...notes,
        {
          what: `It has ${count} ${count === 1 ? 'page' : 'pages'} but no text: a scan or pictures. Whether it names anything seen here, Gatehouse CANNOT TELL; run it through text recognition (OCR) first.`,
        },
      ],
      unreadable: true,
    }
  } catch (error) {
    context.signal.throwIfAborted()
    const why = /password|encrypt/i.test(`${(error as { name?: unknown }).name} ${messageOf(error)}`)
      ? 'It is encrypted and needs a password: nothing of it could be read. Save it without a password.'
      : `It is damaged, and nothing of it could be read (${messageOf(error).slice(0, 120)}).`
    return { notes: [{ what: why }], unreadable: true }
  }
}

function withoutText(pages: readonly { readonly number: number; readonly pieces: readonly unknown[] }[]) {
  const bare = pages.filter((page) => page.pieces.length === 0).map((page) => page.number)
  return bare.length === 0
    ? []
    : [
        {
          what: `Pages without text, perhaps pictures, were not read: ${bare.slice(0, 20).join(', ')}${bare.length > 20 ? ' …' : ''}.`,
          place: { page: bare[0] },
        },
      ]
}

function usable(title: string | undefined): string | undefined {
  const text = title?.trim() ?? ''
  return text.length > 5 && !/^\(|^untitled|^microsoft word|\.(?:docx?|indd|pptx?|pdf)$|^powerpoint/i.test(text) ? text : undefined
}

/** `D:20190221153230-01'00'` */
function dateOf(text: string | undefined): string | undefined {
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(text ?? '') ?? []
  return year ? datesIn(`${year}-${month}-${day}`)[0]?.value : undefined
}
