import type { Capability } from '../../capability.ts'
import { stepUnit } from '../../installer/step.ts'
import type { Unit } from '../../reading.ts'
import type { Instruction } from './script.ts'

interface Context {
  readonly text: (parameter: number) => string
  readonly number: (parameter: number) => number
  /** Arguments pushed right before. */
  readonly pushed: readonly string[]
}

interface Said {
  readonly kind: string
  readonly says: string
  readonly text: string
  readonly capabilities?: readonly Capability[]
}

const keys: Readonly<Record<number, string>> = { 0: 'SHCTX', 1: 'HKCU', 2: 'HKLM', 3: 'HKU', 4: 'HKPD', 5: 'HKCC', 6: 'HKDD' }

/** Type of a registry value whose bytes lie in the data block, not among the texts. */
const binary = 3

function keyOf(handle: number): string {
  const low = handle & 0x7fffffff
  return handle === 0 ? 'SHCTX' : low === 0 ? 'HKCR' : (keys[low] ?? 'HKEY')
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** What an instruction does, for those that reach outside of the script. Numbers as in fileform.h of NSIS 2.46 to 3.x. */
const opcodes: Readonly<Record<number, (context: Context) => Said | undefined>> = {
  16: ({ text }) => said('file-operation', 'renames', words(text(0), text(1)), ['file-write']),
  20: ({ text }) => said('extract', 'puts', text(1), ['file-write']),
  21: ({ text }) => said('file-operation', 'deletes', text(0), ['file-write']),
  23: ({ text }) => said('file-operation', 'removes the folder', text(0), ['file-write']),
  40: ({ text }) => said('custom-action', 'opens through the shell', words(text(0), text(1), text(2)), ['execute']),
  41: ({ text, number }) => said('custom-action', number(2) === 0 ? 'runs' : 'runs and waits for', text(0), ['execute']),
  44: called,
  45: ({ text }) => said('shortcut', 'makes the shortcut', words(text(0), '→', text(1), text(2))),
  46: ({ text }) => said('file-operation', 'copies', words(text(0), text(1)), ['file-write']),
  48: ({ text }) => said('file-operation', 'writes into an INI file', words(text(3), text(0), text(1), text(2)), ['file-write']),
  50: ({ text, number }) => said('registry', 'deletes', words(`${keyOf(number(1))}\\${text(2)}`, text(3))),
  51: ({ text, number }) => said('registry', 'writes', words(`${keyOf(number(0))}\\${text(1)}`, text(2), number(4) === binary ? '' : text(3))),
  62: ({ text }) => said('file-operation', 'writes the uninstaller', text(0), ['file-write']),
}

function said(kind: string, says: string, text: string, capabilities: readonly Capability[] = []): Said {
  return { kind, says: `${says} ${text}`, text: `${says} ${text}`, capabilities }
}

/** A plug-in is a library whose function is called with what was pushed; the name of its file is the plug-in's. */
function called({ text, pushed }: Context): Said {
  const [library, name] = [text(0), text(1)]
  const call = words(library, name, ...pushed)
  if (/^Dll(Unr|R)egisterServer$/.test(name)) return said('custom-action', 'registers', call, ['native-code'])
  const runsPrograms = /[\\/](?:nsexec|execdos|stdutils|shellexecasuser|uac)\.dll$/i.test(library)
  return said('custom-action', 'calls the plug-in', call, runsPrograms ? ['execute'] : /[\\/]system\.dll$/i.test(library) ? ['native-code'] : [])
}

/** Undefined for what stays inside the script: jumps, comparisons, texts on the screen. */
export function instructionUnit(instruction: Instruction, text: (place: number) => string, pushed: readonly string[]): Unit | undefined {
  const number = (parameter: number): number => instruction.parameters[parameter] ?? 0
  const found = opcodes[instruction.opcode]?.({ number, text: (parameter) => text(number(parameter)), pushed })
  return found && stepUnit({ ...found, place: { offset: instruction.offset } })
}

export const pushOrPop = 31
