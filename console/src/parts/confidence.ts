/** How sure, in a word and in numbers; the words are those of analytic standards: high, moderate, low. Nothing is certain, however it rounds. */
export function confidenceWords(confidence: number): string {
  const share = Math.round(Math.min(1, Math.max(0, confidence)) * 100)
  const word = confidence >= 0.8 ? 'high' : confidence >= 0.5 ? 'moderate' : 'low'
  return `${word}, ${Math.min(share, 99)} %`
}
