import { expect, it } from 'vitest'
import { isAppPackage, isCabinet, unverifiedAppPackage, unverifiedCabinet } from './unverified.ts'

/** The header of a cabinet with its reserved part, where there is one. */
function cabinet(reserved?: { readonly size: number }): Buffer {
  const header = Buffer.alloc(80)
  header.write('MSCF')
  if (reserved === undefined) return header
  header.writeUInt16LE(4, 30)
  header.writeUInt16LE(20, 36)
  header.writeUInt32LE(0x100000, 40)
  header.writeUInt32LE(1000, 44)
  header.writeUInt32LE(reserved.size, 48)
  return header
}

it.each([
  ['signed', cabinet({ size: 4096 }), 'cannot tell'],
  ['with room for a signature', cabinet({ size: 0 }), 'absent'],
  ['unsigned', cabinet(), 'absent'],
] as const)('a cabinet that is %s', (_, bytes, state) => {
  expect(isCabinet(bytes)).toBe(true)
  const signature = unverifiedCabinet('a.cab', bytes)
  expect(signature.state).toBe(state)
  expect(signature.because[0]).toMatch(/cabinet/)
})

it.each([
  ['signed', 'PK..AppxSignature.p7x..', 'cannot tell'],
  ['unsigned', 'PK..AppxManifest.xml..', 'absent'],
] as const)('an app package that is %s', (_, text, state) => {
  expect(isAppPackage(Buffer.from(text), 'x.MSIX')).toBe(true)
  expect(unverifiedAppPackage('x.msix', Buffer.from(text)).state).toBe(state)
})
