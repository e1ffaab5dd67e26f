/**
 * SQL's LIKE over a whole text: `%` is any run of characters, `_` any one. Two pointers and one step back, so that the
 * time is at most the product of the lengths, whatever the pattern.
 */
export function like(text: string, pattern: string): boolean {
  const characters = [...text]
  const wanted = [...pattern]
  let at = 0
  let want = 0
  let retry: { readonly want: number; at: number } | undefined
  while (at < characters.length) {
    if (wanted[want] === '%') {
      retry = { want: want + 1, at }
      want += 1
    } else if (want < wanted.length && (wanted[want] === '_' || wanted[want] === characters[at])) {
      at += 1
      want += 1
    } else if (retry) {
      retry.at += 1
      at = retry.at
      want = retry.want
    } else return false
  }
  while (wanted[want] === '%') want += 1
  return want === wanted.length
}
