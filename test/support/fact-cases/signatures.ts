import { base, type Case, files, native, signature, slack } from './case.ts'

const renewed = (id: string) => ({ ...signature('valid', 'CN=Vendor'), signer: { subject: 'CN=Vendor', organisation: 'Vendor', id } })

export const signaturesCases: readonly Case[] = [
  {
    fact: 'known-compromised',
    fires: [{ ...base, identity: { ecosystem: 'npm', name: 'axios', version: '1.14.1' } }, undefined],
    not: [
      ['another version', { ...base, identity: { ecosystem: 'npm', name: 'axios', version: '1.14.0' } }, undefined],
      ['another ecosystem', { ...base, identity: { ecosystem: 'pypi', name: 'axios', version: '1.14.1' } }, undefined],
    ],
    options: { known: { compromised: [{ ecosystem: 'npm', name: 'axios', versions: ['1.14.1'], sha256: [], says: 'stolen account', source: 'maintainers' }] } },
  },
  {
    fact: 'signature-invalid',
    fires: [
      { ...base, signatures: [signature('invalid')] },
      { ...base, signatures: [signature('valid', 'A')] },
    ],
    not: [
      ['broken before', { ...base, signatures: [signature('invalid')] }, { ...base, signatures: [signature('invalid')] }],
      ['cannot be told', { ...base, signatures: [signature('cannot tell')] }, base],
    ],
  },
  {
    fact: 'signer-changed',
    fires: [
      { ...base, signatures: [signature('valid', 'Mallory')] },
      { ...base, signatures: [signature('valid', 'Vendor')] },
    ],
    not: [
      ['the same one', { ...base, signatures: [signature('valid', 'Vendor')] }, { ...base, signatures: [signature('valid', 'Vendor')] }],
      ['a renewed certificate of the same party', { ...base, signatures: [renewed('key-2')] }, { ...base, signatures: [renewed('key-1')] }],
      [
        'one that does not fit its file: it says nothing of who signed',
        { ...base, signatures: [signature('invalid', 'Mallory')] },
        { ...base, signatures: [signature('valid', 'Vendor')] },
      ],
      ['signed for the first time', { ...base, signatures: [signature('valid', 'Vendor')] }, base],
    ],
  },
  {
    fact: 'signature-lost',
    fires: [
      { ...base, signatures: [signature('absent')] },
      { ...base, signatures: [signature('valid', 'Vendor')] },
    ],
    not: [
      ['never signed', { ...base, signatures: [signature('absent')] }, { ...base, signatures: [signature('absent')] }],
      [
        'provenance that a mirror strips',
        { ...base, signatures: [{ ...signature('absent'), scheme: 'sigstore' }] },
        { ...base, signatures: [{ ...signature('valid', 'Vendor'), scheme: 'sigstore' }] },
      ],
    ],
  },
  {
    fact: 'certificate-table-stuffed',
    fires: [files(native('a.dll', [], slack(4078, 7.9))), files(native('a.dll', [], slack(0, 0)))],
    not: [
      ['padding', files(native('a.dll', [], slack(6, 0))), files(native('a.dll', [], slack(0, 0)))],
      ['a tag of a vendor', files(native('a.dll', [], slack(4078, 7.9, 'Omaha'))), files(native('a.dll', [], slack(0, 0)))],
      ['text', files(native('a.dll', [], slack(4078, 5))), files(native('a.dll', [], slack(0, 0)))],
      ['stuffed before', files(native('a.dll', [], slack(4100, 7.9))), files(native('a.dll', [], slack(4078, 7.9)))],
    ],
  },
  {
    fact: 'unauthenticated-attributes-grown',
    fires: [
      files(native('a.dll', [], [{ name: 'pe.certificate-unusual-attribute-bytes', value: 9000 }])),
      files(native('a.dll', [], [{ name: 'pe.certificate-unusual-attribute-bytes', value: 0 }])),
    ],
    not: [
      [
        'as before',
        files(native('a.dll', [], [{ name: 'pe.certificate-unusual-attribute-bytes', value: 9100 }])),
        files(native('a.dll', [], [{ name: 'pe.certificate-unusual-attribute-bytes', value: 9000 }])),
      ],
    ],
  },
]
