import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { build, sigstoreInstance } from '../../../../test/support/provenance.ts'
import { traitOf, verifyFiles } from '../../../../test/support/verifying.ts'
import type { Signature } from '../../release.ts'
import type { NpmMaterial, VerifyOptions } from '../scheme.ts'

const instance = await sigstoreInstance()
const tarball = randomBytes(2000)
const sha512 = createHash('sha512').update(tarball).digest('hex')

function statement(over: { repository?: string; sha512?: string; name?: string } = {}) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: over.name ?? 'pkg:npm/%40example/one@1.0.0', digest: { sha512: over.sha512 ?? sha512 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        externalParameters: { workflow: { ref: build.ref, repository: over.repository ?? build.repository, path: '.github/workflows/release.yml' } },
        resolvedDependencies: [{ uri: `git+${build.repository}@${build.ref}`, digest: { gitCommit: build.commit } }],
      },
      runDetails: {
        builder: { id: 'https://github.com/actions/runner/github-hosted' },
        metadata: { invocationId: `${build.repository}/actions/runs/1/attempts/1` },
      },
    },
  }
}

function older() {
  const { subject, _type } = statement()
  const configSource = { uri: `git+${build.repository}@${build.ref}`, digest: { sha1: build.commit }, entryPoint: '.github/workflows/release.yml' }
  const predicate = { builder: { id: 'https://github.com/actions/runner' }, invocation: { configSource }, metadata: { buildInvocationId: '1' } }
  return { _type, subject, predicateType: 'https://slsa.dev/provenance/v0.2', predicate }
}

function verified(attestations: NpmMaterial['attestations'], over: Partial<VerifyOptions> = {}, bytes = tarball): Signature {
  const npm = { name: '@example/one', version: '1.0.0', ...(attestations !== undefined && { attestations }) }
  const found = verifyFiles({ 'one.tgz': bytes }, { npm, sigstoreRoots: [instance.trustedRoot], ...over }).find(({ scheme }) => scheme === 'sigstore')
  if (!found) throw new TypeError('no answer')
  return found
}

const asProvenance = (bundle: unknown) => [{ predicateType: 'https://slsa.dev/provenance/v1', bundle }]

describe('provenance', () => {
  it('is valid when log, certificate, signature and digest agree, and tells from where it was built', async () => {
    const found = verified(asProvenance(await instance.attest(statement())))
    expect(found.because[0]).toContain('hold')
    expect(found).toMatchObject({
      state: 'valid',
      signer: { subject: build.workflow, organisation: 'https://github.com/example', id: build.repository, issuer: build.issuer },
    })
    expect(['repository', 'commit', 'ref'].map((name) => traitOf(found, `sigstore.${name}`))).toEqual([build.repository, build.commit, build.ref])
    expect(traitOf(found, 'sigstore.workflow')).toBe('.github/workflows/release.yml')
    expect(Math.abs(Date.parse(found.signedAt ?? '') - Date.now())).toBeLessThan(600_000)
  })

  it('of version 0.2 is read, too', async () => {
    const found = verified(asProvenance(await instance.attest(older())))
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'sigstore.builder')).toBe(build.workflow)
  })

  it('for another file is invalid', async () => {
    expect(verified(asProvenance(await instance.attest(statement())), {}, randomBytes(10)).state).toBe('invalid')
    expect(verified(asProvenance(await instance.attest(statement({ name: 'pkg:npm/other@1.0.0' })))).state).toBe('invalid')
  })

  it('that names another repository than the certificate is invalid', async () => {
    const found = verified(asProvenance(await instance.attest(statement({ repository: 'https://github.com/example/other' }))))
    expect(found.state).toBe('invalid')
    expect(found.because[0]).toContain('https://github.com/example/other')
  })

  it('whose statement was changed afterwards is invalid', async () => {
    const bundle = (await instance.attest(statement())) as { dsseEnvelope: { payload: string } }
    bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(statement({ repository: build.repository.toUpperCase() }))).toString('base64')
    expect(verified(asProvenance(bundle)).state).toBe('invalid')
    expect(verified(asProvenance(bundle), { sigstoreRoots: [] }).state).toBe('invalid')
  })

  it('of an instance that nobody vouches for cannot be told of', async () => {
    const found = verified(asProvenance(await instance.attest(statement())), { sigstoreRoots: [] })
    expect(found.because[0]).toContain('no trusted root at hand')
    expect(found.state).toBe('cannot tell')
    expect(found.signedAt).toBeUndefined()
  })

  it('that is not served is unknown, that is not there is absent, that is damaged is invalid', () => {
    expect(verified(undefined).state).toBe('cannot tell')
    expect(verified(null).state).toBe('absent')
    expect(verified(asProvenance({ no: 'bundle' })).state).toBe('invalid')
  })
})
