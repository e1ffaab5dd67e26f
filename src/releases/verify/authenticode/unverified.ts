import type { Signature } from '../../release.ts'
import { absent, concluded, unknown } from '../check.ts'

/** Size of the reserved part of a cabinet's header that tells where its signature lies ([MS-CAB] 2.1; written by signtool). */
const reservedForSignature = 20
const reservePresent = 4

/** `MSCF`: a cabinet. */
export function isCabinet(head: Uint8Array): boolean {
  return head.length >= 60 && Buffer.from(head.subarray(0, 4)).toString('latin1') === 'MSCF'
}

/** A package of Windows apps by its name; the container is a zip. */
export function isAppPackage(head: Uint8Array, path: string): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && /\.(?:appx|msix)(?:bundle)?$/i.test(path)
}

/** Says that a signature is there that is not verified: unknown is not absent. */
export function unverifiedCabinet(path: string, bytes: Uint8Array): Signature {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 60))
  const reserves = (header.readUInt16LE(30) & reservePresent) !== 0 && header.readUInt16LE(36) >= reservedForSignature
  if (!reserves || header.readUInt32LE(48) === 0) return absent('authenticode', path, 'the cabinet has no signature')
  return concluded({ scheme: 'authenticode', path, checks: [unknown('the cabinet is signed; signatures of cabinets are not verified here')] })
}

export function unverifiedAppPackage(path: string, bytes: Uint8Array): Signature {
  const isSigned = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('AppxSignature.p7x')
  if (!isSigned) return absent('authenticode', path, 'the package has no AppxSignature.p7x')
  return concluded({
    scheme: 'authenticode',
    path,
    checks: [unknown('the package is signed (AppxSignature.p7x); signatures of app packages are not verified here')],
  })
}
