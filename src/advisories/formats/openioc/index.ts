import { plural } from '../../../base/text.ts'
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
      publisher: facts.get('authored_by'),
      published: dateOf(facts.get('authored_date')) ?? dateOf(facts.get('published-date')),
      modified: dateOf(facts.get('last-modified')),
      blocks: [lineBlock('paragraph', facts.get('description') ?? '', 1, { take: 'facts' })],
      indicators: terms,
      notes: [
        ...notes,
        ...[...unread].map(([search, count]) => ({
          what: `${plural(count, 'condition')} on ${search} could not be used: what is absent is asked for, it counts only together with others, or there is nothing to look for it in.`,
        })),
      ],
    }
  },
}

/** Editors write the year 1 where no date was given. */
function dateOf(text: string | undefined): string | undefined {
  return text?.startsWith('0001-') ? undefined : text
}
