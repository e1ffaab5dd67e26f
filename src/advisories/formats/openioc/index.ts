import type { AdvisoryFormat, Reading } from '../../format.ts'
import { lineBlock } from '../../text/block.ts'
import { readTerms } from './terms.ts'

export const openioc: AdvisoryFormat = {
  name: 'openioc',
  title: 'OpenIOC 1.0 and 1.1',
  origin: 'Indicator files of Mandiant and FireEye tools (.ioc).',
  recognise: (document) => {
    const head = document.head().slice(0, 8192)
    return /<(?:\w{1,20}:)?(?:ioc|OpenIOC)[\s>]/.test(head) && /openioc|schemas\.mandiant\.com|<(?:criteria|definition|metadata|short_description)/i.test(head)
      ? 1
      : 0
  },
  read: (document, context): Reading => {
    const { terms, facts, notes, unread } = readTerms(document.text(), context.limits.objects)
    return {
      title: facts.get('short_description'),
      published: facts.get('authored_date') ?? facts.get('published-date'),
      modified: facts.get('last-modified'),
      blocks: [lineBlock('paragraph', facts.get('description') ?? '', 1, { take: 'facts' })],
      indicators: terms,
      notes: [
        ...notes,
        ...[...unread].map(([search, count]) => ({
          what: `${count} conditions on ${search} were not read: they say what is absent, or there is nothing to look for them in.`,
        })),
      ],
    }
  },
}
