import { Measure } from '../../native/parts.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'

/** Any file that is not text and that no other reader knows: what its strings tell. */
export const strings: Reader = {
  name: 'strings',
  title: 'other binary file',

  recognise({ bytes }: FileHead): number {
    if (bytes.length === 0) return 0
    return isText(bytes) ? 0 : 0.1
  },

  read({ bytes }: InspectedFile): Reading {
    const found = stringUnits(bytes)
    return {
      reader: 'strings',
      units: found.units,
      traits: [{ name: 'strings.entropy', value: new Measure(bytes.length).entropy(bytes) }],
      notes: found.notes,
    }
  },
}

/** UTF-8 or ASCII without control characters; UTF-16 is left to the strings. */
function isText(head: Uint8Array): boolean {
  let control = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) control++
  if (control > 0) return false
  const text = new TextDecoder('utf-8').decode(head)
  // The head may end inside a character.
  return !text.slice(0, -1).includes('\ufffd')
}
