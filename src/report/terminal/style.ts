import { styleText } from 'node:util'
import type { Severity } from '../../model/finding.ts'
import type { VerdictWord } from '../../model/status.ts'
import type { VetWord } from '../../releases/vetting.ts'
import { severityName } from '../words.ts'

type Paint = (text: string) => string

/** What the parts of the output look like; without colour every one leaves the text as it is. */
export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly heading: Paint
  readonly verdict: (word: VerdictWord) => string
  readonly vet: (word: VetWord) => string
  readonly severity: (severity: Severity) => string
}

type Format = Parameters<typeof styleText>[0]

const verdictFormats: Readonly<Record<VerdictWord, Format>> = {
  HIT: ['bold', 'white', 'bgRed'],
  EXPOSED: ['bold', 'black', 'bgYellow'],
  // No verdict is green: none says that all is well.
  'NOT SEEN': ['bold', 'black', 'bgCyan'],
  'CANNOT TELL': ['bold', 'white', 'bgMagenta'],
}

const vetFormats: Readonly<Record<VetWord, Format>> = {
  BLOCK: ['bold', 'white', 'bgRed'],
  HOLD: ['bold', 'black', 'bgYellow'],
  ALLOW: ['bold', 'black', 'bgCyan'],
}

const severityFormats: readonly Format[] = ['dim', 'cyan', 'yellow', ['bold', 'yellow'], ['bold', 'red']]
const severitySigns = ['·', '○', '●', '▲', '◆'] as const

export function styleFor(colour: boolean): Style {
  // Whether to colour has been decided by the caller, who knows the stream.
  const paint = (format: Format) => (text: string) => (colour && text !== '' ? styleText(format, text, { validateStream: false }) : text)
  return {
    strong: paint('bold'),
    faint: paint('dim'),
    heading: paint(['bold', 'underline']),
    verdict: (word) => (colour ? paint(verdictFormats[word])(` ${word} `) : word),
    vet: (word) => (colour ? paint(vetFormats[word])(` ${word} `) : word),
    severity: (severity) => paint(severityFormats[severity - 1] ?? 'dim')(`${severitySigns[severity - 1] ?? '·'} ${severityName(severity)}`),
  }
}
