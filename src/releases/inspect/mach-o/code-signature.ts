import { printable } from '../../../base/text.ts'
import type { Capability } from '../../capability.ts'
import { Cursor } from '../../cursor.ts'
import { type Notes, nonZero } from '../../native/parts.ts'
import type { Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import type { MachImage } from './commands.ts'

const mostBlobs = 64

/** Rights that open a program to others. */
const rights: Readonly<Record<string, readonly Capability[]>> = {
  'com.apple.security.cs.disable-library-validation': ['dynamic-import', 'injection'],
  'com.apple.security.cs.allow-dyld-environment-variables': ['injection'],
  'com.apple.security.cs.allow-unsigned-executable-memory': ['native-code'],
  'com.apple.security.cs.disable-executable-page-protection': ['native-code'],
  'com.apple.security.cs.allow-jit': ['native-code'],
  'com.apple.security.cs.debugger': ['process-memory'],
  'com.apple.security.get-task-allow': ['process-memory'],
  'com.apple.security.automation.apple-events': ['execute'],
  'com.apple.security.network.client': ['network'],
  'com.apple.security.network.server': ['network'],
}

/**
 * Who the signature says the program is, and its entitlements (kind `entitlement`); nothing is verified here. Layout: cs_blobs.h of
 * the XNU kernel.
 */
export function readCodeSignature(image: MachImage, base: number, notes: Notes): { units: Unit[]; traits: Trait[] } {
  const units: Unit[] = []
  const values = new Map<string, Trait['value']>([
    ['identifier', ''],
    ['team', ''],
    ['signature-flags', ''],
    ['signature-slack-nonzero', 0],
  ])
  const part = image.parts.get('signature')
  if (part !== undefined) {
    notes.part('the code signature', () => {
      const cursor = new Cursor(image.cursor.bytes, 'big')
      const start = part.offset
      if (cursor.u32(start) !== 0xfade0cc0) return notes.add('the code signature is not of the known form')
      const length = cursor.u32(start + 4)
      const tail = cursor.slice(start + length, Math.max(0, part.size - length))
      values.set('signature-slack-nonzero', nonZero(tail))
      const count = cursor.u32(start + 8)
      for (let index = 0; index < Math.min(count, mostBlobs); index++) {
        const at = start + cursor.u32(start + 16 + 8 * index)
        const magic = cursor.u32(at)
        if (magic === 0xfade0c02 && values.get('identifier') === '') readDirectory(cursor, at, values)
        if (magic === 0xfade7171)
          units.push(...entitlements(Buffer.from(cursor.slice(at + 8, Math.max(0, cursor.u32(at + 4) - 8))).toString('utf8'), base + at + 8))
        if (magic === 0xfade0b01) values.set('signature-bytes', cursor.u32(at + 4) - 8)
      }
    })
  }
  return { units, traits: [{ name: 'mach-o.signed', value: part !== undefined }, ...[...values].map(([name, value]) => ({ name: `mach-o.${name}`, value }))] }
}

function readDirectory(cursor: Cursor, at: number, values: Map<string, Trait['value']>): void {
  const flags = cursor.u32(at + 12)
  const named = [
    [0x2, 'ad-hoc'],
    [0x100, 'hard'],
    [0x200, 'kill'],
    [0x800, 'restrict'],
    [0x2000, 'library-validation'],
    [0x10000, 'runtime'],
    [0x20000, 'linker-signed'],
  ] as const
  values.set(
    'signature-flags',
    named
      .filter(([bit]) => (flags & bit) !== 0)
      .map(([, name]) => name)
      .join(' '),
  )
  values.set('identifier', printable(cursor.text(at + cursor.u32(at + 20), 256)))
  const team = cursor.u32(at + 8) >= 0x20200 ? cursor.u32(at + 48) : 0
  if (team !== 0) values.set('team', printable(cursor.text(at + team, 64)))
}

/** Keys with plain values of a property list; of lists and dictionaries the key alone. */
function entitlements(text: string, offset: number): Unit[] {
  const units: Unit[] = []
  for (const match of text
    .slice(0, 262_144)
    .matchAll(/<key>([^<]{1,256})<\/key>\s{0,64}<(?:(true|false)\s?\/|string>([^<]{0,256})|integer>([^<]{0,20})|[a-z]{1,10})/g)) {
    const [, key = '', flag, string, integer] = match
    const value = flag ?? string ?? integer
    if (units.length >= 1_000) break
    units.push(
      unitOf({
        kind: 'entitlement',
        text: value === undefined ? key : `${key} = ${value}`,
        place: { offset: offset + match.index },
        capabilities: flag === 'false' ? [] : (rights[key] ?? []),
      }),
    )
  }
  return units
}
