import { inflateSync } from 'node:zlib'
import { bytes as sizeOf } from '../../../base/text.ts'

/** Deflate makes at most this many bytes of one. */
const greatestRatio = 1032
/** One filter over another turns a small file into any size. */
const doubled = /\/Filter\s*\[\s*(?:\/(?:FlateDecode|Fl|LZWDecode)\s*){2,}/

/** Why a PDF is a bomb, or undefined: a stream that would unpack to more than `most` bytes is not handed to the reader. */
export function oversized(bytes: Uint8Array, most: number): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue
    const dictionary = file.subarray(Math.max(0, at - 600), at).toString('latin1')
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1)
    if (doubled.test(own)) return 'It has a stream that is compressed more than once, which no advisory needs: it was not opened.'
    const end = file.indexOf('endstream', at + 6)
    const length = (end < 0 ? file.length : end) - at
    if (
      length * greatestRatio > most &&
      /FlateDecode|\/Fl\b/.test(own) &&
      !/\/Subtype\s*\/Image|\/FontFile|\/Length1/.test(own) &&
      exceeds(file.subarray(at + 6, end < 0 ? file.length : end), most)
    )
      return `A stream in it unpacks to more than ${sizeOf(most)}: it was not opened.`
    at = end < 0 ? file.length : end
  }
  return undefined
}

function exceeds(stream: Buffer, most: number): boolean {
  const start = stream[0] === 13 ? 2 : stream[0] === 10 ? 1 : 0
  try {
    inflateSync(stream.subarray(start), { maxOutputLength: most, finishFlush: 2 })
    return false
  } catch (error) {
    return (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
  }
}
