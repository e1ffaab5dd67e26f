import { describe, expect, it } from 'vitest'
import { writeElf } from '../../../../test/support/native/elf-writer.ts'
import { elf } from './index.ts'

const host = Buffer.from('\0clang version 21 (https://compiler.invalid/project.git)\0')

function read(name: string, unloaded?: 'behind' | 'inside') {
  const { units } = elf.read({ path: 'x.so', bytes: writeElf({ exports: ['a'], sections: [{ name, bytes: host, ...(unloaded && { unloaded }) }] }) })
  return { hosts: units.flatMap((unit) => unit.hosts ?? []), kind: units.find(({ says = '' }) => says.startsWith(`section ${name} `))?.kind }
}

describe('a section of an ELF file that is never loaded', () => {
  it.each(['.comment', '.debug_line', '.debug_str', '.note.build', '.strtab', '.symtab'])('and that only tools read names no host: %s', (name) => {
    expect(read(name, 'behind')).toEqual({ hosts: [], kind: 'unloaded-section' })
  })

  it('is searched where no tool is known to read it', () => {
    expect(read('.payload', 'behind')).toEqual({ hosts: ['compiler.invalid'], kind: 'unloaded-section' })
  })

  it('is searched where it is loaded all the same, whatever its header says', () => {
    expect(read('.comment', 'inside')).toEqual({ hosts: ['compiler.invalid'], kind: 'section' })
  })

  it('is searched where its header says that it is loaded', () => {
    expect(read('.comment')).toEqual({ hosts: ['compiler.invalid'], kind: 'section' })
  })
})
