import { z } from 'zod'
import { pageOf, pageQuery } from './page.ts'

const settingValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** A setting of gatehouse.yaml as it holds, and where its value came from. Read only: files and variables say it. */
const configuredSetting = z.object({ path: z.string(), value: settingValue, origin: z.string(), doc: z.string() }).meta({ id: 'ConfiguredSetting' })

/** What may be changed in the console while the service runs. */
export const serviceSettings = z
  .object({
    /** Folders that are watched for new, grown and rotated files; absolute paths. */
    watchedFolders: z.array(z.string().min(1).max(4096)).max(200),
    /** When everything is looked at again, as in crontab(5), UTC; empty: only after new evidence. */
    schedule: z.string().max(100),
    /** When reference knowledge is fetched, likewise; empty: only when it is asked for. */
    feedSchedule: z.string().max(100).default(''),
    organisation: z.string().max(200),
  })
  .meta({ id: 'ServiceSettings' })
export type ServiceSettings = z.infer<typeof serviceSettings>

export const generalSettings = z
  .object({
    version: z.string(),
    workspace: z.string(),
    configured: z.array(configuredSetting),
    service: serviceSettings,
    etag: z.string(),
    watched: z.array(z.object({ folder: z.string(), state: z.enum(['watching', 'missing', 'unreadable']), says: z.string(), files: z.number().int() })),
  })
  .meta({ id: 'GeneralSettings' })
export type GeneralSettings = z.infer<typeof generalSettings>

const role = z.enum(['viewer', 'analyst', 'admin']).meta({ id: 'Role' })

export const user = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    disabled: z.boolean(),
    factors: z.array(z.enum(['totp', 'passkey', 'oidc'])),
    lastSignInAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'User' })
export const userList = z.object({ items: z.array(user) }).meta({ id: 'UserList' })
export const newUser = z.object({ name: z.string().trim().min(1).max(200), email: z.email().max(320), role }).meta({ id: 'NewUser' })
/** The link works once, and for a day. */
export const invitation = z.object({ user, link: z.string(), expiresAt: z.string() }).meta({ id: 'Invitation' })
export const userChange = z
  .object({ name: z.string().trim().min(1).max(200), role, disabled: z.boolean() })
  .partial()
  .meta({ id: 'UserChange' })

const keyScope = z.enum(['read', 'evidence:write', 'triage:write', 'jobs:write']).meta({ id: 'KeyScope' })
export const serviceKey = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The first characters, to tell it by. */
    start: z.string(),
    scopes: z.array(keyScope),
    by: z.string(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'ServiceKey' })
export const keyList = z.object({ items: z.array(serviceKey) }).meta({ id: 'KeyList' })
export const newKey = z
  .object({ name: z.string().trim().min(1).max(200), scopes: z.array(keyScope).min(1), expiresInDays: z.number().int().min(1).max(3650).optional() })
  .meta({ id: 'NewKey' })
/** The only answer that shows the whole key. */
export const createdKey = z.object({ key: serviceKey, secret: z.string() }).meta({ id: 'CreatedKey' })

export const openSession = z
  .object({
    id: z.string(),
    current: z.boolean(),
    user: z.string(),
    address: z.string(),
    agent: z.string(),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    expiresAt: z.string(),
  })
  .meta({ id: 'OpenSession' })
export const sessionList = z.object({ items: z.array(openSession) }).meta({ id: 'SessionList' })

const auditEntry = z.object({
  sequence: z.number().int(),
  at: z.string(),
  by: z.string(),
  action: z.string(),
  about: z.string(),
  says: z.string(),
  address: z.string(),
})
export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' })
export const auditQuery = pageQuery.extend({ action: z.string().max(100).optional(), by: z.string().max(200).optional() })

/** Where notifications go. Secrets are written, never read: an absent one stays as it is. */
export const channel = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['email', 'webhook', 'syslog']),
    enabled: z.boolean(),
    /** Incidents at or above this severity. */
    leastSeverity: z.number().int().min(1).max(5),
    settings: z.record(z.string(), settingValue),
    hasSecret: z.boolean(),
    /** How the last try ended. */
    last: z.object({ at: z.string(), ok: z.boolean(), says: z.string() }).nullable(),
    waiting: z.number().int(),
  })
  .meta({ id: 'NotificationChannel' })
export const channelList = z.object({ items: z.array(channel) }).meta({ id: 'NotificationChannelList' })
export const newChannel = channel
  .pick({ name: true, kind: true, enabled: true, leastSeverity: true, settings: true })
  .extend({ secret: z.string().max(4000).optional() })
  .meta({ id: 'NewNotificationChannel' })
export const channelTest = z.object({ ok: z.boolean(), says: z.string() }).meta({ id: 'NotificationTest' })

/** Ways in which evidence comes besides watched folders. */
const connector = z
  .object({ id: z.string(), name: z.string(), kind: z.string(), enabled: z.boolean(), says: z.string(), settings: z.record(z.string(), settingValue) })
  .meta({ id: 'Connector' })
export const connectorList = z.object({ items: z.array(connector) }).meta({ id: 'ConnectorList' })

/** Days that rows of a table are kept; null: for ever. */
export const retention = z
  .object({
    tables: z.array(
      z.object({ table: z.string(), title: z.string(), days: z.number().int().min(1).nullable(), rows: z.number().int(), oldest: z.string().nullable() }),
    ),
    etag: z.string(),
  })
  .meta({ id: 'Retention' })
export const retentionChange = z.object({ days: z.record(z.string(), z.number().int().min(1).nullable()) }).meta({ id: 'RetentionChange' })
