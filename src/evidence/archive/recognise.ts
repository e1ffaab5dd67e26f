import { decode } from '../../base/decode.ts'
import { GatehouseError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { Format, Head } from '../format.ts'
import { type Evidence, headBytes } from '../open.ts'
import { type Recognised, recognise } from '../recognise.ts'
import type { ArchiveKind } from './member.ts'
import { membersOf } from './members.ts'

/** Files of an archive that are looked at: before the records may lie readmes and licences. */
const looksAt = 100

/** Says which format the documents in an archive have, by the first that a format which reads archives knows; or in plain words why none. */
export async function recogniseArchive(evidence: Evidence, kind: ArchiveKind, formats: readonly Format[], limits: Limits): Promise<Recognised> {
  const able = formats.filter((format) => format.archives)
  let looked = 0
  try {
    for await (const member of membersOf(evidence, kind, limits)) {
      if (looked >= looksAt) break
      looked += 1
      if (!('bytes' in member)) continue
      const found = recognise(headOf(`${evidence.path}/${member.name}`, member.bytes), able)
      if ('format' in found) return found
    }
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
    return { why: `an archive (${kind}) that cannot be read: ${error.message}` }
  }
  return {
    why: looked === 0 ? `an archive (${kind}) without files` : `an archive (${kind}) of files that Gatehouse does not read out of archives: unpack it first`,
  }
}

function headOf(path: string, content: Buffer): Head {
  const bytes = content.subarray(0, headBytes)
  return { path, bytes, text: decode(bytes), whole: content.length < headBytes }
}
