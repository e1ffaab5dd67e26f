import { z } from 'zod'

const subject = z.object({ name: z.string(), digest: z.record(z.string(), z.string()) })
const statement = z.object({ subject: z.array(subject).min(1).max(1000), predicateType: z.string(), predicate: z.unknown() })

/** An in-toto statement: what was made, and a predicate about it. */
export type Statement = z.infer<typeof statement>

const envelope = z.object({ dsseEnvelope: z.object({ payload: z.string(), payloadType: z.string() }) })

/** The statement inside a Sigstore bundle; undefined: there is none that can be read. */
export function statementOf(bundle: unknown): Statement | undefined {
  const found = envelope.safeParse(bundle)
  if (!found.success) return undefined
  try {
    return statement.safeParse(JSON.parse(Buffer.from(found.data.dsseEnvelope.payload, 'base64').toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** Where and from what the predicate says it was built. */
export interface BuildClaim {
  readonly repository?: string | undefined
  readonly ref?: string | undefined
  readonly commit?: string | undefined
  readonly workflow?: string | undefined
  readonly builder?: string | undefined
  readonly run?: string | undefined
}

const text = z.string().optional().catch(undefined)
/** SLSA provenance v1: https://slsa.dev/spec/v1.0/provenance */
const versionOne = z.object({
  buildDefinition: z.object({
    externalParameters: z.object({ workflow: z.object({ ref: text, repository: text, path: text }).optional().catch(undefined) }).catch({}),
    resolvedDependencies: z.array(z.object({ digest: z.object({ gitCommit: text }).catch({}) })).catch([]),
  }),
  runDetails: z.object({ builder: z.object({ id: text }).catch({}), metadata: z.object({ invocationId: text }).catch({}).default({}) }),
})
/** SLSA provenance v0.2: https://slsa.dev/spec/v0.2/provenance */
const versionZero = z.object({
  builder: z.object({ id: text }).catch({}),
  invocation: z.object({ configSource: z.object({ uri: text, digest: z.object({ sha1: text }).catch({}), entryPoint: text }) }),
  metadata: z.object({ buildInvocationId: text }).catch({}).default({}),
})

export const isProvenance = (type: string) => /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/.test(type)

export function buildClaim({ predicate }: Statement): BuildClaim {
  const one = versionOne.safeParse(predicate).data
  if (one) {
    const { workflow } = one.buildDefinition.externalParameters
    const commit = one.buildDefinition.resolvedDependencies[0]?.digest.gitCommit
    return {
      repository: workflow?.repository,
      ref: workflow?.ref,
      commit,
      workflow: workflow?.path,
      builder: one.runDetails.builder.id,
      run: one.runDetails.metadata.invocationId,
    }
  }
  const zero = versionZero.safeParse(predicate).data
  if (!zero) return {}
  const { uri = '', digest, entryPoint } = zero.invocation.configSource
  const [repository = '', ref] = uri.replace(/^git\+/, '').split('@')
  return { ...(repository && { repository }), ref, commit: digest.sha1, workflow: entryPoint, builder: zero.builder.id, run: zero.metadata.buildInvocationId }
}
