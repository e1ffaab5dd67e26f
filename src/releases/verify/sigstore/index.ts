import type { Trait } from '../../reading.ts'
import type { Signature, Signer } from '../../release.ts'
import { absent, type Check, concluded, invalid, trait, unknown, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import { keysFor } from '../npm/keys.ts'
import type { NpmMaterial, Scheme, VerifyContext } from '../scheme.ts'
import { type BundleAnswer, verifyBundle } from './bundle.ts'
import { type BuildIdentity, buildIdentity } from './identity.ts'
import { type BuildClaim, buildClaim, isProvenance, type Statement, statementOf } from './statement.ts'

const scheme = 'sigstore'
const mostAttestations = 8

/** Provenance that was published with an npm package: who built it, where, from which source. */
export const sigstore: Scheme = {
  name: scheme,
  title: 'Sigstore provenance',
  recognise: (file, { options, siblings }) => options.npm !== undefined && file.path === siblings.artifact.path,
  verify(file, context) {
    const material = context.options.npm
    if (material?.attestations === undefined)
      return concluded({ scheme, path: file.path, checks: [unknown('the registry, or the mirror before it, served no attestations')] })
    if (material.attestations === null || material.attestations.length === 0) return absent(scheme, file.path, 'the registry says that it has no attestations')
    const sha512 = digest('sha512', file.bytes()).toString('hex')
    const parts = material.attestations.slice(0, mostAttestations).map(({ bundle }) => verifyAttestation(bundle, sha512, material, context))
    return judged(file.path, parts)
  },
}

interface Part {
  readonly answer: BundleAnswer
  readonly checks: readonly Check[]
  readonly statement?: Statement
}

function verifyAttestation(bundle: unknown, sha512: string, material: NpmMaterial, { options }: VerifyContext): Part {
  const answer = verifyBundle(bundle, options.sigstoreRoots ?? [], keysFor(material))
  const statement = statementOf(bundle)
  if (!statement) return { answer, checks: [answer.check, invalid('the attestation states nothing that can be read')] }
  return { answer, statement, checks: [answer.check, checkSubject(statement, sha512, material)] }
}

function checkSubject({ subject }: Statement, sha512: string, { name, version }: NpmMaterial): Check {
  const made = subject.find((each) => each.digest.sha512?.toLowerCase() === sha512)
  if (!made) return invalid('the attestation is about another file')
  // Package URLs write the scope's @ as %40.
  const named = made.name.replace(/^pkg:npm\//, '').replace(/^%40/i, '@')
  if (named !== `${name}@${version}`) return invalid(`the attestation is about ${made.name}`)
  return valid('the attestation names this file by its SHA-512 digest')
}

function judged(path: string, parts: readonly Part[]): Signature {
  const provenance = parts.find(({ statement }) => statement && isProvenance(statement.predicateType))
  const publication = parts.find((part) => part !== provenance && part.statement?.predicateType.includes('npm/attestation'))
  const others = [trait('sigstore.publish-attestation', publication ? concluded({ scheme, path, checks: publication.checks }).state : 'absent')]
  const spoilt = parts.filter((part) => part !== provenance).flatMap(({ checks }) => checks.filter(({ state }) => state === 'invalid'))
  if (!provenance?.statement) {
    if (spoilt.length > 0) return concluded({ scheme, path, checks: spoilt, traits: others })
    return absent(scheme, path, 'its attestations tell nothing of where it was built', others)
  }
  const claim = buildClaim(provenance.statement)
  const identity = identityOf(provenance.answer)
  return concluded({
    scheme,
    path,
    checks: [...provenance.checks, ...sameSource(claim, identity), ...spoilt],
    signer: identity && signerOf(identity),
    signedAt: provenance.answer.check.state === 'valid' ? provenance.answer.loggedAt : undefined,
    traits: [...provenanceTraits(provenance.statement, claim, identity), ...others],
  })
}

function identityOf({ certificate }: BundleAnswer): BuildIdentity | undefined {
  try {
    return certificate && buildIdentity(certificate)
  } catch {
    return undefined
  }
}

function signerOf({ subject, owner, issuer, repository }: BuildIdentity): Signer {
  return {
    subject: subject ?? repository ?? 'unnamed',
    ...(owner !== undefined && { organisation: owner }),
    ...(repository !== undefined && { id: repository }),
    ...(issuer !== undefined && { issuer }),
  }
}

/** The build writes the statement, the authority the certificate: where they differ, the statement lies. */
function sameSource(claim: BuildClaim, identity: BuildIdentity | undefined): Check[] {
  const pairs = [
    ['repository', claim.repository, identity?.repository],
    ['commit', claim.commit, identity?.commit],
  ] as const
  return pairs
    .filter(([, claimed, certified]) => claimed !== undefined && certified !== undefined && plain(claimed) !== plain(certified))
    .map(([what, claimed, certified]) => invalid(`the statement names the ${what} ${claimed}, the certificate ${certified}`))
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\.git$/, '')
}

/** The certificate's word before the statement's; of what is in neither: null. */
function provenanceTraits(statement: Statement, claim: BuildClaim, identity: BuildIdentity | undefined): Trait[] {
  return [
    trait('sigstore.predicate', statement.predicateType),
    trait('sigstore.repository', identity?.repository ?? claim.repository ?? null),
    trait('sigstore.ref', identity?.ref ?? claim.ref ?? null),
    trait('sigstore.commit', identity?.commit ?? claim.commit ?? null),
    trait('sigstore.workflow', identity?.configuration ?? claim.workflow ?? null),
    trait('sigstore.builder', identity?.signer ?? claim.builder ?? null),
    trait('sigstore.runner', identity?.runner ?? null),
    trait('sigstore.trigger', identity?.trigger ?? null),
    trait('sigstore.run', identity?.run ?? claim.run ?? null),
    trait('sigstore.issuer', identity?.issuer ?? null),
  ]
}
