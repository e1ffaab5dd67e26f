import { innerPath, normalPath, rootOf } from '../diff/normal-path.ts'
import type { ReleaseRecord } from '../record.ts'
import type { Signature } from '../release.ts'
import { sameSigner } from '../verify/same-signer.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'

/** Schemes whose absence may be a mirror's doing: the registry signs, or attests, outside of the bytes. */
const detached: ReadonlySet<string> = new Set(['npm', 'sigstore'])

/** A signature of the new release with the one that stood in its place before. */
interface Pair {
  readonly now: Signature
  readonly before: Signature | undefined
  readonly path: string
}

/** Signatures: broken ones and strange signers are enough alone (class A); a lost one is told as a loss (class H). */
export const signatureFacts: readonly FactRule[] = [
  {
    name: 'signature-invalid',
    class: 'A',
    title: 'A signature is broken',
    technique: 'T1553.002',
    innocentIf: 'the file was changed on purpose after it was signed, as some installers do',
    absolute: true,
    *find(on) {
      for (const { now, before, path } of pairs(on)) {
        // One that was broken before says nothing new.
        if (now.state !== 'invalid' || before?.state === 'invalid') continue
        yield {
          says: `The ${now.scheme} signature of ${path} is broken: ${now.because[0] ?? 'it does not fit'}.`,
          now: now.state,
          ...(before && { before: before.state }),
          path,
        }
      }
    },
  },
  {
    name: 'signer-changed',
    class: 'A',
    title: 'Signed by somebody else',
    technique: 'T1553.002',
    innocentIf: 'the vendor was bought or renamed and says so',
    absolute: false,
    *find(on) {
      for (const { now, before, path } of pairs(on)) {
        const continuity = before && sameSigner(before, now)
        if (continuity?.word !== 'different') continue
        yield {
          says: `${path} is signed by another party: ${continuity.because}.`,
          now: now.signer?.subject ?? '',
          before: before?.signer?.subject ?? '',
          path,
        }
      }
    },
  },
  {
    name: 'signature-lost',
    class: 'H',
    title: 'No longer signed',
    technique: 'T1553.002',
    innocentIf: 'the vendor stopped signing and says so',
    absolute: false,
    *find(on) {
      for (const { now, before, path } of pairs(on)) {
        if (detached.has(now.scheme) || now.state !== 'absent' || before?.state !== 'valid') continue
        yield { says: `${path} is no longer signed.`, now: 'absent', before: `valid, ${before.signer?.subject ?? 'signer not named'}`, path } satisfies Sign
      }
    },
  },
]

function pairs({ comparison: { now, before } }: Evidence): Pair[] {
  const old = new Map(before && placed(before.record).map(({ key, signature }) => [key, signature]))
  return placed(now.record).map(({ key, path, signature }) => ({ now: signature, before: old.get(key), path }))
}

function placed(record: ReleaseRecord): { key: string; path: string; signature: Signature }[] {
  const root = rootOf(record)
  return record.signatures.map((signature) => {
    const isArtifact = signature.path === record.artifact.path
    const path = innerPath(signature.path, root)
    return { key: `${signature.scheme} ${isArtifact ? '' : normalPath(path)}`, path, signature }
  })
}
