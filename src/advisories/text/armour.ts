const opening = /^-----BEGIN PGP ([A-Z ]{1,40})-----\s*$/
const closing = /^-----END PGP [A-Z ]{1,40}-----\s*$/

/** A text without the armour of PGP around it: its lines are empty instead, so that the others keep their numbers. */
export function withoutArmour(text: string): string {
  if (!text.includes('-----BEGIN PGP ')) return text
  let within: 'head' | 'data' | 'text' | 'none' = 'none'
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const block = opening.exec(line)?.[1]
      const isArmour = block !== undefined || within === 'head' || within === 'data'
      if (block !== undefined) within = block === 'SIGNED MESSAGE' ? 'head' : 'data'
      else if (within === 'head' && line.trim() === '') within = 'text'
      else if (within === 'data' && closing.test(line)) within = 'none'
      if (isArmour) return ''
      // A line of a signed text that begins with a hyphen has another before it.
      return within === 'text' ? line.replace(/^- (?=-)/, '') : line
    })
    .join('\n')
}
