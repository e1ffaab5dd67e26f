import { accessSync, constants, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { GatehouseError, messageOf } from '../base/errors.ts'

/** https://no-color.org and FORCE_COLOR, as Node itself reads them. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return stream.hasColors?.() ?? Boolean(process.env.FORCE_COLOR)
}

/** Columns to write in: those that COLUMNS says, else those of the terminal, which a pipe and some terminals have none of. */
export function widthOf(stream: NodeJS.WriteStream): number {
  return /^[1-9]\d{0,4}$/.test(process.env.COLUMNS ?? '') ? Number(process.env.COLUMNS) : stream.columns || 100
}

/** Before long work: throws OUTPUT_UNWRITABLE where the report's folder cannot be written. */
export function mustBeWritable(report: string): void {
  try {
    accessSync(dirname(resolve(report)), constants.W_OK)
  } catch (cause) {
    throw new GatehouseError('OUTPUT_UNWRITABLE', `the report cannot be written to ${report}`, {
      hint: 'Give a file in a folder that exists and can be written.',
      cause,
    })
  }
}

export function writeReport(report: string, text: string): void {
  try {
    writeFileSync(report, text)
  } catch (cause) {
    throw new GatehouseError('OUTPUT_UNWRITABLE', `the report could not be written to ${report}: ${messageOf(cause)}`, { cause })
  }
}
