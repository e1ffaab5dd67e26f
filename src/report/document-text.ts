// As in base/text.ts printable(), but for the C0 set, which JSON escapes itself: what could act on a terminal stays data.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** A JSON document that can be shown on a terminal as it is. */
export function documentText(document: object): string {
  const text = JSON.stringify(document, null, 2)
  return `${text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
