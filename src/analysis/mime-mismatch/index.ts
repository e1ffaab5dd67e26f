import { stableId } from '../../base/hash.ts'
import { plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type Content, type Mismatch, mismatchOf, type Promised } from './families.ts'
import { type Transfer, transfers } from './query.ts'

interface Settings {
  readonly mostFindings: number
}

const settings: Settings = { mostFindings: 50 }

export const mimeMismatch = defineAnalysis<Settings>({
  name: 'mime-mismatch',
  version: 1,
  title: 'Files that are not what their names say',
  looksFor: 'Programs, scripts and archives that travel under the name of a picture, a font, a text or a document.',
  techniques: ['T1036.008'],
  needs: ['contact'],
  betterWith: ['http_request', 'file_event'],
  settings,
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const groups = await transfers(lake, signal)
  const odd = groups.flatMap((transfer) => {
    const mismatch = mismatchOf(transfer.mediaType, transfer.ending)
    return mismatch ? [{ transfer, mismatch }] : []
  })
  odd.sort((a, b) => b.mismatch.severity - a.mismatch.severity)
  for (const { transfer, mismatch } of odd.slice(0, settings.mostFindings)) yield finding(transfer, mismatch)
}

const contentWords: Record<Content, string> = { program: 'a program', script: 'a script', archive: 'an archive' }
const promisedWords: Record<Promised, string> = {
  picture: 'a picture',
  sound: 'a sound',
  film: 'a film',
  font: 'a font',
  text: 'a text',
  document: 'a document',
}

function finding(transfer: Transfer, { content, promised, severity }: Mismatch): Finding {
  const { host, server, direction, mediaType, ending } = transfer
  return {
    id: stableId('mime-mismatch', host, server, mediaType, ending),
    analysis: 'mime-mismatch',
    kind: 'behaviour',
    title: `${host} got ${contentWords[content]} from ${server} under the name of ${promisedWords[promised]}`,
    severity,
    confidence: content === 'program' ? 0.6 : 0.4,
    first: isoFromSeconds(transfer.first),
    last: isoFromSeconds(transfer.last),
    about: [
      { kind: 'host', id: host },
      direction === 'inside' ? { kind: 'host', id: server } : { kind: 'destination', id: server },
      ...transfer.hashes.slice(0, 3).map((hash) => ({ kind: 'file' as const, id: hash })),
    ],
    because: [
      {
        says: `The sensor looked inside and saw ${contentWords[content]}.`,
        observed: `${mediaType} as ${some(
          transfer.names.map((name) => printable(name, 80)),
          2,
        )}`,
        expected: `${promisedWords[promised]} under the ending .${ending}`,
        weight: 0.8,
      },
      { says: 'It happened so often.', observed: plural(transfer.transfers, 'transfer'), weight: 0.2 },
    ],
    innocentIf: [
      'A server names its downloads badly: some update services serve programs under text or data names.',
      ...(content === 'archive' ? ['A file format that is an archive inside, which the sensor does not tell apart.'] : []),
    ],
    evidence: transfer.rows.map(([source, line]) => ({ table: transfer.table, source, line })),
    advice: [`Get the file, from ${server} or from the disk of ${host}, and check its signature and hash.`, `Find the process on ${host} that asked for it.`],
    techniques: ['T1036.008', ...(content === 'program' ? ['T1105'] : [])],
  }
}
