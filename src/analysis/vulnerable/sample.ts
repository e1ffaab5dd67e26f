import type { Batch } from '../../model/tables.ts'
import { inventory, knowledge } from '../updates/samples.ts'

/** One that is likely to be exploited, with a middling score; one with a great score that nobody uses; one that was made to do harm. */
export function positive(): Batch[] {
  return [
    inventory([
      { host: 'web-1', product: 'Cedar Gate', vendor: 'Cedar', version: '7.0' },
      { host: 'desk-1', product: 'Cedar Reader', vendor: 'Cedar', version: '2.0' },
      { host: 'build-1', product: 'colour-lib', purl: 'pkg:npm/colour-lib@9.9.9', version: '9.9.9' },
    ]),
    ...knowledge([
      { id: 'CVE-2024-3333', product: 'Cedar Gate', vendor: 'Cedar', fixed: '7.1', score: 6.5, probability: 0.62 },
      { id: 'CVE-2024-4444', product: 'Cedar Reader', vendor: 'Cedar', fixed: '2.1', score: 9.8, probability: 0.001 },
      { id: 'MAL-2024-1', package: 'colour-lib', fixed: '', malicious: true },
    ]),
  ]
}

/** Repaired versions, and a weakness of a middling score that nobody uses. */
export function benign(): Batch[] {
  return [
    inventory([
      { host: 'web-1', product: 'Cedar Gate', vendor: 'Cedar', version: '7.1' },
      { host: 'desk-1', product: 'Cedar Reader', vendor: 'Cedar', version: '2.1.3' },
      { host: 'desk-2', product: 'Cedar Player', vendor: 'Cedar', version: '1.0' },
    ]),
    ...knowledge([
      { id: 'CVE-2024-3333', product: 'Cedar Gate', vendor: 'Cedar', fixed: '7.1', score: 6.5, probability: 0.62 },
      { id: 'CVE-2024-4444', product: 'Cedar Reader', vendor: 'Cedar', fixed: '2.1', score: 9.8, probability: 0.001 },
      { id: 'CVE-2024-5555', product: 'Cedar Player', vendor: 'Cedar', fixed: '1.1', score: 5.4, probability: 0.002 },
    ]),
  ]
}
