import type { FigureTable } from '../../../../src/figures/table.ts'

/** Gives a text to the browser to save. */
export function saveText(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }))
}

export function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser takes the blob in the task after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

/** RFC 4180. A cell that a spreadsheet would take for a formula is given an apostrophe: evidence writes these cells. */
export function csvOf({ headers, rows }: Pick<FigureTable, 'headers' | 'rows'>): string {
  const cell = (text: string) => {
    const inert = /^[=+\-@\t\r]/.test(text) && !/^-?[\d., ]+$/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
  }
  return [headers, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A file name of a title: `lookup-of-host-3`. */
export function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'figure'
  )
}
