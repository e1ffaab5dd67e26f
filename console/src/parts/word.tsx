import './word.css'

/** What a word weighs: bad news, a warning, good to know, or nothing by itself. */
export type Tone = 'grave' | 'high' | 'medium' | 'low' | 'calm'

const tones: Readonly<Record<string, Tone>> = {
  HIT: 'grave',
  block: 'grave',
  BLOCK: 'grave',
  failed: 'grave',
  EXPOSED: 'high',
  HOLD: 'high',
  hold: 'high',
  partial: 'high',
  affected: 'high',
  SEEN: 'medium',
  'NOT SEEN': 'low',
  ALLOW: 'low',
  allow: 'low',
  succeeded: 'low',
  running: 'low',
}

const signs: Readonly<Record<Tone, string>> = { grave: '◆', high: '▲', medium: '■', low: '○', calm: '·' }

/** A word that is a conclusion or a state, with a sign and a colour. */
export function Word({ children, tone }: { readonly children: string; readonly tone?: Tone }) {
  const said = tone ?? tones[children] ?? 'calm'
  return (
    <span className={`word word-${said}`}>
      <span aria-hidden="true">{children === 'CANNOT TELL' ? '?' : signs[said]}</span>
      {children}
    </span>
  )
}

export function toneOf(word: string): Tone {
  return tones[word] ?? 'calm'
}
