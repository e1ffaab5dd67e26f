import { BeyondEnd } from '../../cursor.ts'
import { stepUnit } from '../../installer/step.ts'
import { isPlainHeader } from '../../nsis/header.ts'
import type { FileHead, InspectedFile, Reader, Reading, Unit } from '../../reading.ts'
import { instructionUnit, pushOrPop } from './opcodes.ts'
import { readScript, type Script } from './script.ts'

/** Most arguments of one call that are shown. */
const mostPushed = 8

/** The script of an NSIS installer: what it runs, writes and puts where. */
export const nsis: Reader = {
  name: 'nsis',
  title: 'Script of an NSIS installer',

  recognise({ bytes, size }: FileHead): number {
    return isPlainHeader(bytes, size) ? 1 : 0
  },

  read({ bytes }: InspectedFile): Reading {
    try {
      const script = readScript(bytes)
      return {
        reader: 'nsis',
        units: unitsOf(script),
        traits: [
          { name: 'nsis.unicode', value: script.texts.isUnicode },
          { name: 'nsis.instructions', value: script.instructions.length },
          { name: 'nsis.sections', value: script.sections.length },
        ],
        notes: script.instructions.length === 0 ? ['the script has no instructions that could be read'] : [],
      }
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return { reader: 'nsis', units: [], traits: [], notes: [`the script is cut off: ${thrown.message}`] }
    }
  },
}

function unitsOf({ texts, instructions, sections }: Script): Unit[] {
  const units = sections.filter((name) => name !== '').map((name) => stepUnit({ kind: 'section', text: name }))
  let pushed: string[] = []
  for (const instruction of instructions) {
    const unit = instructionUnit(instruction, (place) => texts.at(place), pushed)
    if (unit) units.push(unit)
    pushed = pushedAfter(pushed, instruction.opcode, instruction.parameters, (place) => texts.at(place))
  }
  return units
}

/** A push is a stack operation that neither pops nor exchanges; the last one pushed is the first argument. */
function pushedAfter(
  pushed: readonly string[],
  opcode: number,
  [place = 0, isPop = 0, exchange = 0]: readonly number[],
  text: (place: number) => string,
): string[] {
  if (opcode !== pushOrPop || isPop !== 0 || exchange !== 0) return []
  return [text(place), ...pushed].slice(0, mostPushed)
}
