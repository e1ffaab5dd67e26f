import { bytes } from '../../base/text.ts'
import type { FactRule, Sign } from './evidence.ts'
import { numberOf, traitValue } from './traits.ts'

/** Bytes beside the signature that no signing tool leaves: clean files were measured with 5 or 6 zeros, 3CX's with 4,078 others. */
const stuffed = 1024
/** Bits a byte: encrypted or compressed. 1 KiB of random bytes has 7.8, text below 5. */
const random = 7

/** Class A: data inside the certificate table, which the signature does not cover (CVE-2013-3900). */
export const certificateFacts: readonly FactRule[] = [
  {
    name: 'certificate-table-stuffed',
    class: 'A',
    title: 'Data hidden in the certificate table of a signed program',
    technique: 'T1553.002',
    innocentIf: 'the vendor marks downloads there and documents the mark',
    absolute: true,
    *find({ comparison }) {
      for (const { now, before } of comparison.files) {
        const traits = now.content?.traits
        const slack = numberOf(traits, 'pe.certificate-slack-nonzero') ?? 0
        const bits = numberOf(traits, 'pe.certificate-slack-entropy') ?? 0
        const had = numberOf(before?.content?.traits, 'pe.certificate-slack-nonzero') ?? 0
        if (slack <= stuffed || bits <= random || had > stuffed || (traitValue(traits, 'pe.certificate-tag') ?? '') !== '') continue
        const place = traits?.find(({ name }) => name === 'pe.certificate-slack')?.place
        yield {
          says: `${now.path} carries ${bytes(slack)} of random-looking data inside its certificate table, where a signature stays valid whatever lies there.`,
          now: `${bytes(slack)}, entropy ${bits} bits a byte`,
          ...(before && { before: `${bytes(had)}` }),
          path: now.path,
          ...(place && { place }),
        } satisfies Sign
      }
    },
  },
  {
    name: 'unauthenticated-attributes-grown',
    class: 'D',
    title: 'Data in unsigned attributes of a signature',
    technique: 'T1553.002',
    innocentIf: 'the signing service adds the attribute to all its signatures',
    absolute: false,
    *find({ comparison }) {
      for (const { now, before } of comparison.files) {
        const unusual = numberOf(now.content?.traits, 'pe.certificate-unusual-attribute-bytes') ?? 0
        const had = numberOf(before?.content?.traits, 'pe.certificate-unusual-attribute-bytes') ?? 0
        if (unusual <= stuffed || had > stuffed) continue
        yield {
          says: `The signature of ${now.path} has ${bytes(unusual)} in attributes that it does not cover and that signing tools do not use.`,
          now: bytes(unusual),
          ...(before && { before: bytes(had) }),
          path: now.path,
        }
      }
    },
  },
]
