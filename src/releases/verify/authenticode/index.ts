import { BeyondEnd } from '../../cursor.ts'
import { concluded, invalid } from '../check.ts'
import type { Scheme } from '../scheme.ts'
import { signedByCatalogue } from './catalogue.ts'
import { isCompound } from './compound.ts'
import { verifyMsi } from './msi.ts'
import { verifyPe } from './pe.ts'
import { isScript, verifyScript } from './script.ts'
import { isAppPackage, isCabinet, unverifiedAppPackage, unverifiedCabinet } from './unverified.ts'

const packages = /\.(?:msi|msp|mst|msm)$/i

/** Microsoft Authenticode on programs and libraries, MSI packages and PowerShell scripts. */
export const authenticode: Scheme = {
  name: 'authenticode',
  title: 'Authenticode',
  recognise({ head, path }) {
    return isProgram(head) || (isCompound(head) && packages.test(path)) || isScript(path) || isCabinet(head) || isAppPackage(head, path)
  },
  verify(file, context) {
    const bytes = file.bytes()
    if (isCabinet(file.head)) return unverifiedCabinet(file.path, bytes)
    if (isAppPackage(file.head, file.path)) return unverifiedAppPackage(file.path, bytes)
    try {
      if (isCompound(file.head)) return verifyMsi(file.path, bytes, context)
      if (!isProgram(file.head)) return verifyScript(file.path, bytes, context)
      const own = verifyPe(file.path, bytes, context)
      return own.state === 'absent' ? (signedByCatalogue(file.path, bytes, context) ?? own) : own
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return concluded({ scheme: 'authenticode', path: file.path, checks: [invalid(`its structure is damaged: ${thrown.message}`)] })
    }
  },
}

/** `MZ`, and a PE header where it says; programs for DOS are not signed. */
function isProgram(head: Uint8Array): boolean {
  if (head[0] !== 0x4d || head[1] !== 0x5a || head.length < 64) return false
  const start = Buffer.from(head.buffer, head.byteOffset, head.length).readUInt32LE(60)
  return start + 4 > head.length || (head[start] === 0x50 && head[start + 1] === 0x45)
}
