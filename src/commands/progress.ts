import type { Step } from '../assess/assess.ts'
import { bytes, number, plural, printable } from '../base/text.ts'
import type { JobSummary } from '../contract/job.ts'

export interface ProgressLine {
  show(text: string): void
  /** Removes the line, so that what follows stands alone. */
  clear(): void
}

/** One line on stderr that is written over; nothing at all when stderr is not a terminal. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  let last = 0
  return {
    show(text) {
      const now = performance.now()
      if (now - last < 80) return
      last = now
      const width = Math.max(20, (stream.columns || 80) - 1)
      stream.write(`\r\x1b[2K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`)
    },
    clear() {
      stream.write('\r\x1b[2K')
    },
  }
}

const barWidth = 16

/** `[#####-----------] 3/12` with what is going on. */
export function stepText(step: Step): string {
  if (step.doing === 'joining') return 'joining hosts, names and software …'
  if (step.doing === 'hunting') return 'looking again for the advisories that were hunted for …'
  if (step.doing === 'analysing') return `${bar(step.done, step.of)} looking for: ${step.title}`
  const sizes = `${bytes(step.bytes)}, ${plural(step.rows, 'row')}`
  return `${bar(step.done, step.of)} reading ${sizes}  ${printable(step.file.split('/').at(-1) ?? step.file, 60)}`
}

/** How far a job of the service is. */
export function jobText({ state, progress }: JobSummary): string {
  if (state === 'queued') return 'waiting for the service …'
  if (!progress) return 'the service is at it …'
  return progress.share === null ? `${progress.says} …` : `${bar(Math.round(100 * progress.share), 100)} % ${progress.says}`
}

export function bar(done: number, of: number): string {
  const filled = of === 0 ? barWidth : Math.round((barWidth * done) / of)
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${number(done)}/${number(of)}`
}
