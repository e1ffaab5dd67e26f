import type { Step } from '../../assess/assess.ts'
import { bytes, plural, printable } from '../../base/text.ts'

export interface Progress {
  readonly says: string
  /** 0…1; null where it cannot be told. */
  readonly share: number | null
}

/** A step of the work, as people read it. Reading counts for half of an assessment, the analyses for the rest. */
export function progressOf(step: Step | { readonly says: string }): Progress {
  if ('says' in step) return { says: printable(step.says, 200), share: null }
  if (step.doing === 'joining') return { says: 'joining hosts, names and software', share: 0.5 }
  if (step.doing === 'hunting') return { says: 'looking again for the advisories that were hunted for', share: 0.98 }
  if (step.doing === 'analysing') return { says: `looking for: ${step.title}`, share: 0.5 + 0.48 * shareOf(step.done, step.of) }
  const file = printable(step.file.split('/').at(-1) ?? step.file, 60)
  return {
    says: `reading ${step.done + 1} of ${plural(step.of, 'file')}: ${bytes(step.bytes)}, ${plural(step.rows, 'row')}, ${file}`,
    share: 0.5 * shareOf(step.done, step.of),
  }
}

function shareOf(done: number, of: number): number {
  return of === 0 ? 1 : Math.min(1, done / of)
}
