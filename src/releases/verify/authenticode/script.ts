import type { Signature } from '../../release.ts'
import { Asn1Error } from '../asn1/der.ts'
import { signerOf } from '../certificates/certificate.ts'
import { absent, concluded, invalid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import type { VerifyContext } from '../scheme.ts'
import { verifyBlob } from './blob.ts'

const scheme = 'authenticode'

/** How PowerShell writes signature blocks, by file ending. */
const styles: Readonly<Record<string, readonly [before: string, after: string]>> = {
  ps1: ['# ', ''],
  psm1: ['# ', ''],
  psd1: ['# ', ''],
  ps1xml: ['<!-- ', ' -->'],
  psc1: ['<!-- ', ' -->'],
  cdxml: ['<!-- ', ' -->'],
  mof: ['/* ', ' */'],
}

export function isScript(path: string): boolean {
  return styleOf(path) !== undefined
}

function styleOf(path: string): readonly [string, string] | undefined {
  return styles[/\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '']
}

/** The signature block at the end of a PowerShell script; the digest is over the text before it as UTF-16. */
export function verifyScript(path: string, bytes: Uint8Array, context: VerifyContext): Signature {
  const [before, after] = styleOf(path) ?? ['# ', '']
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const wide = buffer[0] === 0xff && buffer[1] === 0xfe
  const text = buffer.toString(wide ? 'utf16le' : 'latin1')
  const begin = text.indexOf(`\r\n${before}SIG # Begin signature block${after}\r\n`)
  if (begin < 0) return absent(scheme, path, 'it carries no signature block')
  const [, ...lines] = text.slice(begin + 2).split('\r\n')
  const end = lines.indexOf(`${before}SIG # End signature block${after}`)
  const behind = lines.slice(end + 1).join('')
  if (end < 0 || behind.trim() !== '') return concluded({ scheme, path, checks: [invalid('the signature block does not end where the script does')] })
  const base64 = lines.slice(0, end).map((line) => line.slice(before.length, line.length - after.length))
  try {
    // A mark of the byte order counts or not, depending on who signed; text without one is UTF-8 or of one byte a character.
    const content = buffer.subarray(0, wide ? begin * 2 : begin)
    const answer = verifyBlob(
      Buffer.from(base64.join(''), 'base64'),
      { digestsOf: (hash) => (wide ? [content, content.subarray(2)] : widened(content)).map((part) => digest(hash, part)) },
      context,
    )
    return concluded({
      scheme,
      path,
      checks: answer.checks,
      signer: answer.certificate && signerOf(answer.certificate),
      signedAt: answer.signedAt,
      traits: answer.traits,
    })
  } catch (thrown) {
    if (!(thrown instanceof Asn1Error)) throw thrown
    return concluded({ scheme, path, checks: [invalid(`there is a signature block, but it cannot be read: ${thrown.message}`)] })
  }
}

function widened(content: Buffer): Buffer[] {
  const utf8 = content.toString('utf8')
  return [utf8, utf8.replace(/^\ufeff/, ''), content.toString('latin1')].map((text) => Buffer.from(text, 'utf16le'))
}
