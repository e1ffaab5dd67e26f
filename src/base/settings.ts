import { z } from 'zod'
import { severityNames } from '../model/finding.ts'
import { defaultLimits } from './limits.ts'
import { isAddress, isRange, privateRanges } from './net.ts'

/** One setting: what it may be, what it is if nobody says, and what it is for. */
interface Setting {
  readonly schema: z.ZodType
  readonly default: unknown
  readonly doc: string
}

const sizeUnits: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 }

/** `1.5 GB`, `512MiB` or a plain number → bytes. */
const size = z
  .union([z.number(), z.string().regex(/^\s*\d+(\.\d+)?\s*([kmgt]?i?b)?\s*$/i, 'a size such as 1.5GB or 512MiB')])
  .transform((value) => {
    if (typeof value === 'number') return value
    const [, amount = '0', unit = ''] = /^\s*([\d.]+)\s*([a-z]*)/i.exec(value) ?? []
    return Math.round(Number(amount) * (sizeUnits[unit.toLowerCase()] ?? 1))
  })
  .pipe(z.number().int().positive())

const whole = z.coerce.number().int().positive()
function listOf(item: z.ZodType<string>) {
  return z.preprocess((value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value), z.array(item))
}
const range = z.string().refine((text) => isRange(text) || isAddress(text), 'an address range such as 10.0.0.0/8')
const ranges = listOf(range).pipe(z.array(z.string()).min(1))

/** Levels that `--fail-on` knows. */
export const failLevels = ['none', ...severityNames] as const

/** Levels that `vet --fail-on` knows. */
export const vetFailLevels = ['block', 'hold', 'never'] as const

const path = z.string()

/** Every setting by its path in gatehouse.yaml. `analyses.NAME.SETTING` come from the analyses themselves. */
export const settings = {
  workspace: { schema: z.string().min(1), default: '.gatehouse', doc: 'folder where the lake and the state live' },
  failOn: { schema: z.enum(failLevels), default: 'none', doc: 'exit with 1 when something is at or above this level' },
  'lake.memory': { schema: size, default: 1.2e9, doc: "bytes that one of the engine's queries may take before it spills to disk or fails" },
  'network.internal': { schema: ranges, default: [...privateRanges], doc: 'address ranges that are inside' },
  'limits.fileBytes': { schema: size, default: defaultLimits.fileBytes, doc: 'decompressed bytes read from one file' },
  'limits.ratio': { schema: whole, default: defaultLimits.ratio, doc: 'decompressed ÷ compressed bytes beyond which a file is taken for a bomb' },
  'limits.ratioFrom': { schema: size, default: defaultLimits.ratioFrom, doc: 'decompressed bytes from which the ratio counts' },
  'limits.lineBytes': { schema: size, default: defaultLimits.lineBytes, doc: 'longest line; longer ones are left out and counted' },
  'limits.documentBytes': { schema: size, default: defaultLimits.documentBytes, doc: 'largest inventory or list' },
  'limits.files': { schema: whole, default: defaultLimits.files, doc: 'files in one folder tree' },
  'vet.failOn': { schema: z.enum(vetFailLevels), default: 'hold', doc: 'vet exits with 1 when its verdict is at or above this level; never: it does not' },
  'vet.minimumAge': { schema: z.coerce.number().min(0), default: 72, doc: 'hours for which a new release is held; 0 for none' },
  'vet.rules': { schema: path, default: '', doc: 'folder with YARA rules of your own, besides the built-in ones' },
  'vet.roots': { schema: path, default: '', doc: 'file with root certificates that you trust besides the bundled ones (PEM)' },
  'vet.keys': { schema: path, default: '', doc: 'file with OpenPGP keys that packages may be signed with' },
  'vet.artifactBytes': { schema: size, default: 1e9, doc: 'largest file that is fetched from a registry' },
  'vet.cacheBytes': { schema: size, default: 2e9, doc: 'room for fetched files in the workspace; those not used for the longest go first' },
  'vet.unpackBytes': { schema: size, default: 4 * 2 ** 30, doc: 'bytes that may come out of one release, everything inside it included' },
  'vet.unpackMembers': { schema: whole, default: 200_000, doc: 'files that may come out of one release' },
  'vet.unpackSeconds': { schema: whole, default: 120, doc: 'seconds that unpacking one release may take; what was not opened by then is told' },
  'serve.address': { schema: z.string().min(1), default: '127.0.0.1', doc: 'address that the service listens on; only this machine unless changed' },
  'serve.port': { schema: z.coerce.number().int().min(0).max(65535), default: 8470, doc: 'port that it listens on; 0 for any that is free' },
  'serve.url': { schema: path, default: '', doc: 'address that people type, such as https://gatehouse.example.com; empty: localhost with the port' },
  'serve.hosts': { schema: listOf(z.string()), default: [], doc: 'further names that the service may be called by' },
  'serve.trustedProxies': { schema: listOf(range), default: [], doc: 'addresses of proxies in front of it, whose X-Forwarded headers count' },
  'serve.certificate': { schema: path, default: '', doc: 'file with the certificate chain for TLS (PEM); empty: plain HTTP' },
  'serve.key': { schema: path, default: '', doc: 'file with its private key (PEM)' },
  'serve.watch': { schema: listOf(z.string()), default: [], doc: 'folders with evidence that are watched, until the console changes them' },
  'serve.settle': { schema: z.coerce.number().min(0.1).max(3600), default: 5, doc: 'seconds that a file has to stay as it is before it is read' },
  'serve.syslogPort': {
    schema: z.coerce.number().int().min(0).max(65535),
    default: 0,
    doc: 'port for syslog over TLS (RFC 5425: 6514), with serve.certificate and serve.key; 0: none is taken',
  },
  'serve.syslogClients': {
    schema: path,
    default: '',
    doc: 'file with the certificates (PEM) that clients of syslog have to be signed by; empty: any client may send',
  },
  'serve.schedule': { schema: z.string(), default: '0 3 * * *', doc: 'when everything is looked at again (crontab, UTC); empty: only after new evidence' },
  'serve.feedSchedule': {
    schema: z.string(),
    default: '',
    doc: 'when reference knowledge is fetched (crontab, UTC), such as 30 2 * * *; empty: only when it is asked for',
  },
  'key.file': { schema: path, default: '', doc: 'file with the key that secrets are sealed with, instead of the file “key” in the workspace' },
  'outgoing.allow': {
    schema: listOf(range),
    default: [],
    doc: 'address ranges inside that webhooks and mail may go to, and servers of feeds and registries may lead on to; others inside are refused',
  },
  'login.idleMinutes': { schema: whole, default: 30, doc: 'minutes without doing anything after which a session ends' },
  'login.absoluteHours': { schema: whole, default: 12, doc: 'hours after signing in at which a session ends at the latest' },
  'login.oidcIssuer': { schema: path, default: '', doc: 'issuer of an OpenID Connect provider to sign in with; its secret: gatehouse secret set oidc' },
  'login.oidcClient': { schema: path, default: '', doc: 'client id that the provider gave to this service' },
  'login.oidcName': { schema: z.string().min(1), default: 'single sign-on', doc: 'name of the provider on the sign-in page' },
  'login.oidcAmr': { schema: listOf(z.string()), default: ['mfa'], doc: 'values of the claim amr, any of which says that a second factor was shown' },
  'login.oidcAcr': {
    schema: listOf(z.string()),
    default: ['phr', 'phrh', 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'],
    doc: 'values of the claim acr that say the same',
  },
  'login.oidcRole': { schema: z.enum(['', 'viewer', 'analyst']), default: '', doc: 'role of people whom nobody invited; empty: they may not sign in' },
} as const satisfies Record<string, Setting>

export type SettingPath = keyof typeof settings
export const settingPaths = Object.keys(settings) as readonly SettingPath[]

/** `lake.memory` → `GATEHOUSE_LAKE_MEMORY` */
export function variableOf(path: string): string {
  return `GATEHOUSE_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`
}
