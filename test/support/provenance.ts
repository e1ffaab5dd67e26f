import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { bundleToJSON } from '@sigstore/bundle'
import { initializeCA, initializeCTLog, mockRekor } from '@sigstore/mock'
import { DSSEBundleBuilder, RekorWitness } from '@sigstore/sign'

const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const rekorUrl = 'https://rekor.gatehouse.invalid'
const prefix = '1.3.6.1.4.1.57264.1.'

/** What the certificate says of a build; by the names that Fulcio documents. */
export const build = {
  issuer: 'https://token.actions.githubusercontent.com',
  workflow: 'https://github.com/example/example/.github/workflows/release.yml@refs/tags/v1.0.0',
  repository: 'https://github.com/example/example',
  commit: '0123456789abcdef0123456789abcdef01234567',
  ref: 'refs/tags/v1.0.0',
}

export interface Instance {
  /** `trusted_root.json`, parsed. */
  readonly trustedRoot: unknown
  /** A bundle with this statement, signed by a build of the repository. */
  attest(statement: object): Promise<unknown>
}

/** A Sigstore of our own: certificate authority, certificate log and transparency log, all in this process. */
export async function sigstoreInstance(): Promise<Instance> {
  const [authorityKeys, certificateLogKeys, logKeys] = [pair(), pair(), pair()]
  const certificateLog = await initializeCTLog(certificateLogKeys)
  const authority = await initializeCA(authorityKeys, certificateLog)
  const log = logKeys.publicKey.export({ format: 'der', type: 'spki' })
  const validFor = { start: '2020-01-01T00:00:00.000Z' }
  const key = (bytes: Uint8Array) => ({ rawBytes: Buffer.from(bytes).toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor })
  const id = (bytes: Uint8Array) => ({ keyId: Buffer.from(bytes).toString('base64') })
  const root = Buffer.from(authority.rootCertificate.buffer, authority.rootCertificate.byteOffset, authority.rootCertificate.byteLength)
  const logId = Buffer.from(certificateLog.logID.buffer, certificateLog.logID.byteOffset, certificateLog.logID.byteLength)
  return {
    trustedRoot: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [{ baseUrl: rekorUrl, hashAlgorithm: 'SHA2_256', publicKey: key(log), logId: id(createHash('sha256').update(log).digest()) }],
      ctlogs: [{ baseUrl: 'https://ct.gatehouse.invalid', hashAlgorithm: 'SHA2_256', publicKey: key(certificateLog.publicKey), logId: id(logId) }],
      certificateAuthorities: [
        { subject: {}, uri: 'https://fulcio.gatehouse.invalid', certChain: { certificates: [{ rawBytes: root.toString('base64') }] }, validFor },
      ],
      timestampAuthorities: [],
    },
    async attest(statement) {
      await mockRekor({ baseURL: rekorUrl, keyPair: logKeys })
      const keys = pair()
      const certificate = await authority.issueCertificate({
        publicKey: keys.publicKey.export({ format: 'der', type: 'spki' }),
        subjectAltName: build.workflow,
        extensions: [
          [8, build.issuer],
          [9, build.workflow],
          [12, build.repository],
          [13, build.commit],
          [14, build.ref],
          [16, 'https://github.com/example'],
        ].map(([number, value]) => ({ oid: `${prefix}${number}`, value: String(value) })),
      })
      const der = Buffer.from(certificate.buffer, certificate.byteOffset, certificate.byteLength)
      const pem = `-----BEGIN CERTIFICATE-----\n${der
        .toString('base64')
        .match(/.{1,64}/g)
        ?.join('\n')}\n-----END CERTIFICATE-----\n`
      const builder = new DSSEBundleBuilder({
        signer: { sign: (data) => Promise.resolve({ signature: sign('sha256', data, keys.privateKey), key: { $case: 'x509Certificate', certificate: pem } }) },
        witnesses: [new RekorWitness({ rekorBaseURL: rekorUrl, entryType: 'intoto' })],
      })
      return bundleToJSON(await builder.create({ data: Buffer.from(JSON.stringify(statement)), type: 'application/vnd.in-toto+json' }))
    },
  }
}
