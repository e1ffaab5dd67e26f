import { isCommonPassword } from './common-passwords.ts'

/** NIST SP 800-63B-4, section 3.1.1.2, asks for 15 characters where a password is the only factor; here it never is. */
export const shortestPassword = 15
const longestPassword = 128
/** A word shorter than this says nothing: leaving it out would only cost good passwords. */
const shortestWord = 4
/** Longest piece that makes a password when it is repeated. */
const longestPiece = 10

/** Whose password it is: what others know of them makes no secret. */
export interface PasswordOwner {
  readonly name: string
  readonly email: string
}

/** What is wrong with a new password, in plain words; undefined when it is good enough. Counts characters, not bytes, and takes any. */
export function passwordFault(password: string, owner: PasswordOwner): string | undefined {
  const length = [...password].length
  if (length < shortestPassword) return `Take at least ${shortestPassword} characters: four or five words that do not belong together are easy to remember.`
  if (length > longestPassword) return `Take at most ${longestPassword} characters.`
  if (isCommonPassword(password)) return 'Many people use this password, so attackers try it first. Take another one.'
  if (isRepeated(password)) return 'This repeats one short piece, which is easily guessed. Take another one.'
  const rest = contextWords(owner).reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase())
  if ([...rest].length < shortestPassword - shortestWord)
    return 'Your name, your address and the name of this product are easily guessed and do not count. Add something else.'
  return undefined
}

/** Words that everybody here knows: the product, and the parts of name and address; the longest first. */
function contextWords({ name, email }: PasswordOwner): readonly string[] {
  const words = ['gatehouse', ...`${name} ${email}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)]
  return [...new Set(words)].filter((word) => word.length >= shortestWord).toSorted((a, b) => b.length - a.length)
}

function isRepeated(password: string): boolean {
  const text = password.toLowerCase()
  for (let piece = 1; piece <= longestPiece; piece++)
    if (
      text ===
      text
        .slice(0, piece)
        .repeat(Math.ceil(text.length / piece))
        .slice(0, text.length)
    )
      return true
  return false
}
