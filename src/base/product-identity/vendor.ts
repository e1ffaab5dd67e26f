import { plainName } from '../text.ts'

/** Forms of companies, which some sources write and others do not. */
const legalForms =
  /[\s,]+(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|company|gmbh|mbh|ag|kg|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|oy|oyj|aps|pty|pte|kk|sp z o ?o|foundation|project|team|contributors|technologies|software|group|holdings?)\.?$/i

/** The name of a maker without what only some sources add: `3CX Ltd.` is 3CX. */
export function makerOf(vendor: string): string {
  let name = vendor
    .slice(0, 200)
    .replace(/\s*\([^()]*\)\s*$/, '')
    .replaceAll('.', '')
    .trim()
  for (let bare = name.replace(legalForms, ''); bare !== name && bare !== ''; bare = name.replace(legalForms, '')) name = bare
  return name
}

/** Whether two sources name the same maker; undefined where one of them names none. */
export function sameMaker(one: string, other: string): boolean | undefined {
  const [first, second] = [makerOf(one), makerOf(other)]
  if (plainName(first) === '' || plainName(second) === '') return undefined
  return plainName(first) === plainName(second) || beginsWith(wordsOf(first), wordsOf(second)) || beginsWith(wordsOf(second), wordsOf(first))
}

/** Whole words, and at least one that is more than two letters: `Microsoft` begins `Microsoft Windows`, `AI` begins nothing. */
export function beginsWith(words: readonly string[], start: readonly string[]): boolean {
  return start.length > 0 && start.length <= words.length && start.join('').length > 2 && start.every((word, index) => words[index] === word)
}

/** Words in lower case; `3CXDesktopApp` is three: 3cx, desktop, app. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
