import { encode } from 'uqr'

/** Light modules around the code, without which readers do not find it (ISO/IEC 18004, 6.3.8). */
const quiet = 4

/** The rows of a QR code of level M with its quiet zone, true is dark. @throws when the text is too long for any code */
export function qrRows(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'M', border: quiet }).data
}
