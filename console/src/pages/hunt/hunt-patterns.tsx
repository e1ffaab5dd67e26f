import { plural, printable } from '../../../../src/base/text.ts'
import type { Hunt } from '../../../../src/model/hunt.ts'
import { sentence } from '../../base/sentence.ts'
import { Word } from '../../parts/word.tsx'

/** Patterns of the warning: what several observations together would show. */
export function HuntPatterns({ patterns }: Pick<Hunt, 'patterns'>) {
  return (
    <section className="card stack tight" aria-labelledby="hunt-patterns">
      <h2 id="hunt-patterns">{plural(patterns.length, 'pattern')}</h2>
      {patterns.map(({ id, language, name, text, word, says }) => (
        <article key={id} className="stack tight">
          <div className="row">
            <Word>{word}</Word>
            <h3>{name}</h3>
            <span className="small faint">{language}</span>
          </div>
          <p className="prose">{sentence(says)}</p>
          <details>
            <summary>Its text</summary>
            <pre className="scroll">{printable(text, 4000)}</pre>
          </details>
        </article>
      ))}
    </section>
  )
}
