import type { Codec } from '../codecs.ts'
import type { Out } from '../container.ts'
import type { Source } from '../source.ts'
import { Complaints } from './complaints.ts'
import { run } from './open.ts'

/** Decompresses a file of one codec that Node does not know. What came out before an error stays. */
export async function decompressWhole(codec: Codec, source: Source, write: (bytes: Uint8Array) => void, out: Out): Promise<number> {
  const complaints = new Complaints()
  await run('x', source, out.limits.memory, { type: codec }, (line) => complaints.line(line), { begin: () => ({ write, end() {} }), link() {} })
  // The one item has a name that 7-Zip made up.
  complaints.report({ refuse: (_, code, says) => out.refuse('', code, says) }, () => true)
  return complaints.tail
}
