import { sha256 } from '../../src/base/hash.ts'
import type { Fact } from '../../src/releases/fact.ts'
import type { Signature } from '../../src/releases/release.ts'
import type { ChangedFile, VettedRelease, Vetting } from '../../src/releases/vetting.ts'

const installer = 'softphone-desktop-18.12.416.msi'

function release(version: string, over: Partial<VettedRelease> = {}): VettedRelease {
  const path = `softphone-desktop-${version}.msi`
  return {
    identity: { ecosystem: 'windows', name: 'Softphone Desktop', version },
    artifact: { path, size: 96_824_832, sha256: sha256(path), container: 'msi' },
    signatures: [signature(version, 'valid')],
    capabilities: ['network', 'file-read', 'execute'],
    files: 412,
    bytes: 318_400_128,
    ...over,
  }
}

function signature(version: string, state: Signature['state'], path = `softphone-desktop-${version}.msi`): Signature {
  return {
    scheme: 'authenticode',
    path,
    state,
    because: [
      state === 'valid'
        ? 'The digest of the file is the one that was signed, and the chain ends in a known root.'
        : 'The digest of the file is not the one that was signed.',
    ],
    signer: { subject: 'CN=Softphone Ltd, O=Softphone Ltd, L=Nicosia, C=CY', organisation: 'Softphone Ltd', id: '9f3c', issuer: 'CN=Example Code Signing CA' },
    signedAt: '2023-03-20T09:12:44Z',
    traits: [],
  }
}

const payload = `${installer}!/d3dcompiler_47.dll`

const facts: readonly Fact[] = [
  {
    class: 'A',
    name: 'certificate-slack',
    points: 100,
    says: 'Encrypted or compressed data was added inside the certificate table, where it does not break the signature.',
    now: '4,101 bytes after the signature, entropy 7.95 of 8',
    before: '6 zero bytes',
    path: payload,
    place: { offset: 4_490_248 },
    technique: 'T1553.002',
    innocentIf: 'the vendor documents that its installer keeps data there, and the same data is in all its files',
  },
  {
    class: 'C',
    name: 'decode-and-execute',
    points: 40,
    says: 'New code decodes data and runs it.',
    now: 'reads d3dcompiler_47.dll, RC4, VirtualProtect, call',
    before: 'nothing like it in 18.11.1213',
    path: `${installer}!/ffmpeg.dll`,
    place: { offset: 305_664 },
    technique: 'T1140',
    innocentIf: 'the vendor names the part and what it decodes',
  },
  {
    class: 'E',
    name: 'new-host',
    points: 10,
    says: 'New code names a host that the release before does not know.',
    now: 'raw.githubusercontent.invalid',
    path: `${installer}!/resources/app.asar!/main.js`,
    place: { line: 1182 },
    technique: 'T1102.001',
  },
  { class: 'I', name: 'age', points: 0, says: 'Published 9 hours ago; releases are held for 72 hours.', now: '2023-03-22T03:00:00Z' },
]

const tree: readonly ChangedFile[] = [
  { path: payload, change: 'changed', size: 4_494_408, sizeBefore: 4_490_304, reader: 'pe', novelUnits: 0, lostUnits: 0, points: 100 },
  { path: `${installer}!/ffmpeg.dll`, change: 'changed', size: 2_814_976, sizeBefore: 2_802_176, reader: 'pe', novelUnits: 14, lostUnits: 2, points: 40 },
  {
    path: `${installer}!/resources/app.asar!/main.js`,
    change: 'changed',
    size: 184_220,
    sizeBefore: 183_910,
    reader: 'javascript',
    novelUnits: 6,
    lostUnits: 4,
    points: 10,
  },
  {
    path: `${installer}!/resources/app.asar!/chunk-7f2a.js`,
    change: 'renamed',
    was: `${installer}!/resources/app.asar!/chunk-11bd.js`,
    size: 40_120,
    sizeBefore: 40_102,
    reader: 'javascript',
    novelUnits: 1,
    lostUnits: 1,
    points: 0,
  },
  ...Array.from(
    { length: 40 },
    (_, index): ChangedFile => ({
      path: `${installer}!/locales/language-${String(index).padStart(2, '0')}.pak`,
      change: 'same',
      size: 300_000 + index,
      sizeBefore: 300_000 + index,
      points: 0,
    }),
  ),
  ...Array.from(
    { length: 12 },
    (_, index): ChangedFile => ({
      path: `${installer}!/resources/icons/icon-${index}.png`,
      change: 'added',
      size: 1200 + 97 * index,
      reader: 'png',
      novelUnits: 0,
      points: 0,
    }),
  ),
  { path: `${installer}!/resources/old-help.html`, change: 'removed', sizeBefore: 88_000, lostUnits: 12, points: 0 },
]

/** A blocked release: a tampered installer beside the one before it. */
export function sampleVetting(): Vetting {
  return {
    word: 'BLOCK',
    conclusion: 'Softphone Desktop 18.12.416 carries encrypted data inside the certificate table of a signed file, which the release before does not.',
    points: 150,
    release: release('18.12.416', { capabilities: ['network', 'file-read', 'execute', 'decode', 'evaluate', 'browser-data'] }),
    previous: release('18.11.1213'),
    basis: 'workspace',
    facts,
    tree,
    gained: ['decode', 'evaluate', 'browser-data'],
    lost: [],
    unopened: [{ path: `${installer}!/support/logs.zip`, code: 'encrypted', says: 'the archive needs a password' }],
    notes: ['2 files are larger than the limit for reading and were compared by hash only.'],
    rules: [
      { name: 'weights', version: '1.0.0' },
      { name: 'yara', version: '2026.11' },
    ],
    at: '2023-03-22T12:00:00.000Z',
    seconds: 4.21,
  }
}

/** A release of npm that gives no reason, with what its registry says. */
export function allowedVetting(): Vetting {
  const side = (version: string, publishedAt: string): VettedRelease => ({
    identity: { ecosystem: 'npm', name: '@scope/thing', version, purl: `pkg:npm/%40scope/thing@${version}` },
    artifact: { path: `thing-${version}.tgz`, size: 48_210, sha256: sha256(version), container: 'tar' },
    signatures: [{ scheme: 'npm', path: `thing-${version}.tgz`, state: 'valid', because: ['The registry signed this digest.'], traits: [] }],
    publication: {
      registry: 'https://registry.npmjs.org/',
      publishedAt,
      publisher: 'ada',
      provenance: true,
      history: [{ version: '1.0.0', provenance: null }],
    },
    capabilities: ['network'],
    files: 18,
    bytes: 201_400,
  })
  return {
    word: 'ALLOW',
    conclusion: 'Nothing in @scope/thing 1.1.0 speaks against it, compared with 1.0.0.',
    points: 0,
    release: side('1.1.0', '2024-05-01T00:00:00.000Z'),
    previous: side('1.0.0', '2024-02-01T00:00:00.000Z'),
    basis: 'registry',
    facts: [],
    tree: [
      { path: 'package/index.js', change: 'changed', size: 4100, sizeBefore: 4000, reader: 'javascript', novelUnits: 2, lostUnits: 1, points: 0 },
      { path: 'package/readme.md', change: 'same', size: 900, sizeBefore: 900, points: 0 },
    ],
    gained: [],
    lost: [],
    unopened: [],
    notes: [],
    rules: [{ name: 'weights', version: '1.0.0' }],
    at: '2024-05-09T12:00:00.000Z',
    seconds: 0.4,
  }
}

/** A release with nothing to compare with, and little that is known of it. */
export function loneVetting(): Vetting {
  const { previous: _, ...rest } = allowedVetting()
  const [fact] = facts
  return {
    ...rest,
    word: 'HOLD',
    conclusion: 'There is no release to compare with, and new code decodes data and runs it.',
    points: 40,
    basis: 'none',
    release: {
      identity: { ecosystem: 'file', name: 'setup.exe' },
      artifact: { path: 'setup.exe', size: 1200, sha256: sha256('setup') },
      signatures: [{ scheme: 'authenticode', path: 'setup.exe', state: 'absent', because: ['There is no certificate table.'], traits: [] }],
      capabilities: [],
      files: 1,
      bytes: 1200,
    },
    facts: fact ? [{ ...fact, class: 'C', points: 40, path: 'setup.exe' }] : [],
    tree: [{ path: 'setup.exe', change: 'added', size: 1200, points: 40 }],
  }
}
