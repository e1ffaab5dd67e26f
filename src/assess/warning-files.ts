import { renderWarningHtml } from '../report/warning/html.ts'
import { renderWarningPdf } from '../report/warning/pdf.ts'
import { csafDocument } from '../sharing/csaf.ts'
import { stixBundle } from '../sharing/stix/bundle.ts'
import type { SharedWarning } from '../sharing/warning.ts'

export const warningFormats = ['html', 'pdf', 'stix', 'csaf', 'rules'] as const
export type WarningFormat = (typeof warningFormats)[number]

/** Every file of the warning by its name. */
export async function warningFiles(warning: SharedWarning, wanted: readonly WarningFormat[]): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const { document, detection } = warning
  const name = document.id.toLowerCase()
  const files = new Map<string, string | Uint8Array>()
  if (wanted.includes('html')) files.set(`${name}.html`, renderWarningHtml(document))
  if (wanted.includes('pdf')) files.set(`${name}.pdf`, await renderWarningPdf(document))
  if (wanted.includes('stix')) files.set(`${name}.stix.json`, json(stixBundle(warning)))
  const csaf = wanted.includes('csaf') ? csafDocument(warning) : undefined
  // The name is the one that CSAF 2.0, section 5.1, asks for.
  if (csaf) files.set(`${name}.json`, json(csaf))
  if (wanted.includes('rules')) for (const { fileName, text } of detection) if (text !== '') files.set(`${name}.${fileName}`, text)
  return files
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
