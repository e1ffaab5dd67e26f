import type { Verdict as VerdictData, VerdictWord } from '../../../src/model/status.ts'
import { toneOf } from './word.tsx'
import './verdict.css'
import { sentence } from '../base/sentence.ts'

const signs: Readonly<Record<VerdictWord, string>> = { HIT: '◆', EXPOSED: '▲', 'NOT SEEN': '○', 'CANNOT TELL': '?' }

/** The conclusion in one sentence, and the next step. */
export function VerdictBanner({ verdict }: { readonly verdict: VerdictData }) {
  return (
    <section className={`verdict tone-${toneOf(verdict.word)}`} aria-label="Verdict">
      <p className="verdict-word">
        <span aria-hidden="true">{signs[verdict.word]}</span> {verdict.word}
      </p>
      <div className="stack tight">
        <p className="verdict-sentence">{sentence(verdict.sentence)}</p>
        <p>
          <strong>Next:</strong> {sentence(verdict.next)}
        </p>
      </div>
    </section>
  )
}
