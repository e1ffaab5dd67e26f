import { type Kysely, sql } from 'kysely'
import { GatehouseError } from '../base/errors.ts'
import type { StateSchema } from './schema.ts'

/** Steps that were ever taken, oldest first: a step is never changed, only followed by another. */
const steps: readonly string[][] = [
  [
    `CREATE TABLE source (id INTEGER PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, head_bytes INTEGER NOT NULL, head_hash TEXT NOT NULL,
      bytes INTEGER NOT NULL, lines INTEGER NOT NULL, hash TEXT NOT NULL, done INTEGER NOT NULL, outcome TEXT NOT NULL, skipped INTEGER NOT NULL, skipped_tail INTEGER NOT NULL, rows TEXT NOT NULL)`,
    `CREATE TABLE seen (source INTEGER NOT NULL REFERENCES source (id), path TEXT NOT NULL, stamp TEXT NOT NULL, bytes INTEGER NOT NULL, hash TEXT NOT NULL,
      PRIMARY KEY (path, stamp))`,
    'CREATE INDEX seen_hash ON seen (hash)',
    'CREATE INDEX source_head ON source (head_hash)',
    'CREATE TABLE note (source INTEGER NOT NULL REFERENCES source (id), line INTEGER NOT NULL, text TEXT NOT NULL)',
    'CREATE INDEX note_source ON note (source)',
    'CREATE TABLE finding (id TEXT PRIMARY KEY, analysis TEXT NOT NULL, severity INTEGER NOT NULL, finding TEXT NOT NULL, first_found TEXT NOT NULL, last_found TEXT NOT NULL)',
    'CREATE TABLE run (analysis TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL)',
    'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
  ],
  [
    `CREATE TABLE vetted (id INTEGER PRIMARY KEY, ecosystem TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL, word TEXT NOT NULL,
      at TEXT NOT NULL, vetting BLOB NOT NULL, record BLOB, UNIQUE (ecosystem, name, version, hash))`,
    'CREATE INDEX vetted_hash ON vetted (hash)',
  ],
  [
    'CREATE TABLE advisory (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, file TEXT NOT NULL, at TEXT NOT NULL, advisory BLOB NOT NULL)',
    'CREATE TABLE hunt (id TEXT PRIMARY KEY, advisories TEXT NOT NULL, asked TEXT NOT NULL, answered TEXT NOT NULL, word TEXT NOT NULL, hunt BLOB NOT NULL)',
  ],
  [
    "ALTER TABLE finding ADD COLUMN title TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE finding ADD COLUMN kind TEXT NOT NULL DEFAULT ''",
    'ALTER TABLE finding ADD COLUMN confidence REAL NOT NULL DEFAULT 0',
    "ALTER TABLE finding ADD COLUMN first TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE finding ADD COLUMN last TEXT NOT NULL DEFAULT ''",
    `UPDATE finding SET title = json_extract(finding, '$.title'), kind = json_extract(finding, '$.kind'), confidence = json_extract(finding, '$.confidence'),
      first = json_extract(finding, '$.first'), last = json_extract(finding, '$.last')`,
    'CREATE INDEX finding_severity ON finding (severity, last, id)',
    'CREATE INDEX finding_last ON finding (last, id)',
    'CREATE INDEX finding_found ON finding (first_found, id)',
    'CREATE INDEX finding_analysis ON finding (analysis)',
    'CREATE TABLE finding_entity (finding TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id, finding)) WITHOUT ROWID',
    'CREATE INDEX finding_entity_finding ON finding_entity (finding)',
    `INSERT OR IGNORE INTO finding_entity SELECT finding.id, json_extract(about.value, '$.kind'), json_extract(about.value, '$.id')
      FROM finding, json_each(finding.finding, '$.about') AS about`,
    `CREATE TABLE incident (id TEXT PRIMARY KEY, incident TEXT NOT NULL, title TEXT NOT NULL, severity INTEGER NOT NULL, confidence REAL NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
      hosts INTEGER NOT NULL, findings INTEGER NOT NULL, state TEXT NOT NULL, assignee TEXT, present INTEGER NOT NULL, revision INTEGER NOT NULL, created_at TEXT NOT NULL, changed_at TEXT NOT NULL)`,
    'CREATE INDEX incident_severity ON incident (severity, last, id)',
    'CREATE INDEX incident_last ON incident (last, id)',
    'CREATE INDEX incident_changed ON incident (changed_at, id)',
    'CREATE TABLE incident_member (finding TEXT PRIMARY KEY, incident TEXT NOT NULL, why TEXT NOT NULL, by_hand INTEGER NOT NULL)',
    'CREATE INDEX incident_member_incident ON incident_member (incident)',
    'CREATE TABLE incident_entity (incident TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id, incident)) WITHOUT ROWID',
    'CREATE TABLE incident_event (id INTEGER PRIMARY KEY, incident TEXT NOT NULL, at TEXT NOT NULL, by TEXT, kind TEXT NOT NULL, says TEXT NOT NULL)',
    'CREATE INDEX incident_event_incident ON incident_event (incident, id)',
    'CREATE TABLE incident_split (finding TEXT PRIMARY KEY, incident TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL)',
    'CREATE TABLE incident_merge (incident TEXT PRIMARY KEY, into_incident TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL)',
    `CREATE TABLE suppression (id TEXT PRIMARY KEY, finding TEXT, analysis TEXT, entity_kind TEXT, entity_id TEXT, reason TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
      until TEXT NOT NULL, ended_at TEXT)`,
    `CREATE TABLE job (id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, input TEXT NOT NULL, state TEXT NOT NULL, progress TEXT, by TEXT NOT NULL, created_at TEXT NOT NULL,
      started_at TEXT, ended_at TEXT, problem TEXT, leads_to TEXT, attempts INTEGER NOT NULL)`,
    'CREATE INDEX job_created ON job (created_at, id)',
    'CREATE INDEX job_state ON job (state)',
    'CREATE TABLE job_result (job TEXT PRIMARY KEY, result BLOB NOT NULL)',
    'CREATE TABLE upload (id TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL)',
    'CREATE TABLE saved_query (id TEXT PRIMARY KEY, name TEXT NOT NULL, query TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL)',
    `CREATE TABLE software (product TEXT NOT NULL, version TEXT NOT NULL, vendor TEXT NOT NULL, hosts INTEGER NOT NULL, since TEXT, last TEXT,
      PRIMARY KEY (product, version)) WITHOUT ROWID`,
    'CREATE TABLE skipped_file (file TEXT PRIMARY KEY, why TEXT NOT NULL)',
  ],
  [
    // The columns of login_user, _session, _account, _verification and _passkey are named by better-auth.
    `CREATE TABLE login_user (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, emailVerified INTEGER NOT NULL, image TEXT, createdAt DATE NOT NULL,
      updatedAt DATE NOT NULL, role TEXT NOT NULL, disabled INTEGER NOT NULL, lastSignInAt DATE)`,
    'CREATE UNIQUE INDEX login_user_name ON login_user (lower(name))',
    `CREATE TABLE login_session (id TEXT NOT NULL PRIMARY KEY, expiresAt DATE NOT NULL, token TEXT NOT NULL UNIQUE, createdAt DATE NOT NULL, updatedAt DATE NOT NULL, ipAddress TEXT,
      userAgent TEXT, userId TEXT NOT NULL REFERENCES login_user (id) ON DELETE CASCADE, factor TEXT, factorAt DATE, signedInAt DATE NOT NULL)`,
    `CREATE TABLE login_account (id TEXT NOT NULL PRIMARY KEY, accountId TEXT NOT NULL, providerId TEXT NOT NULL, userId TEXT NOT NULL REFERENCES login_user (id) ON DELETE CASCADE,
      accessToken TEXT, refreshToken TEXT, idToken TEXT, accessTokenExpiresAt DATE, refreshTokenExpiresAt DATE, scope TEXT, password TEXT, createdAt DATE NOT NULL, updatedAt DATE NOT NULL)`,
    `CREATE TABLE login_verification (id TEXT NOT NULL PRIMARY KEY, identifier TEXT NOT NULL, value TEXT NOT NULL, expiresAt DATE NOT NULL, createdAt DATE NOT NULL,
      updatedAt DATE NOT NULL)`,
    `CREATE TABLE login_passkey (id TEXT NOT NULL PRIMARY KEY, name TEXT, publicKey TEXT NOT NULL, userId TEXT NOT NULL REFERENCES login_user (id) ON DELETE CASCADE,
      credentialID TEXT NOT NULL, counter INTEGER NOT NULL, deviceType TEXT NOT NULL, backedUp INTEGER NOT NULL, transports TEXT, createdAt DATE, aaguid TEXT)`,
    'CREATE INDEX login_session_userId_idx ON login_session (userId)',
    'CREATE INDEX login_account_userId_idx ON login_account (userId)',
    'CREATE INDEX login_verification_identifier_idx ON login_verification (identifier)',
    'CREATE INDEX login_passkey_userId_idx ON login_passkey (userId)',
    'CREATE INDEX login_passkey_credentialID_idx ON login_passkey (credentialID)',
    `CREATE TABLE login_totp (user TEXT PRIMARY KEY REFERENCES login_user (id) ON DELETE CASCADE, seed TEXT NOT NULL, last_step INTEGER NOT NULL, confirmed_at TEXT)`,
    `CREATE TABLE login_recovery_code (user TEXT NOT NULL REFERENCES login_user (id) ON DELETE CASCADE, hash TEXT NOT NULL, used_at TEXT, PRIMARY KEY (user, hash)) WITHOUT ROWID`,
    `CREATE TABLE login_attempt (kind TEXT NOT NULL, key TEXT NOT NULL, failures INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID`,
    `CREATE TABLE login_invitation (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, user TEXT REFERENCES login_user (id) ON DELETE CASCADE, expires_at TEXT NOT NULL)`,
    `CREATE TABLE login_key (id TEXT PRIMARY KEY, name TEXT NOT NULL, start TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, by TEXT NOT NULL, created_at TEXT NOT NULL,
      expires_at TEXT, last_used_at TEXT)`,
    `CREATE TABLE audit (sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, about TEXT NOT NULL, says TEXT NOT NULL, address TEXT NOT NULL,
      hash TEXT NOT NULL)`,
    'CREATE TABLE secret (name TEXT PRIMARY KEY, sealed TEXT NOT NULL, at TEXT NOT NULL)',
  ],
  [
    `CREATE TABLE channel (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, enabled INTEGER NOT NULL, least_severity INTEGER NOT NULL, settings TEXT NOT NULL,
      has_secret INTEGER NOT NULL, last TEXT)`,
    `CREATE TABLE outbox (id TEXT PRIMARY KEY, channel TEXT NOT NULL REFERENCES channel (id) ON DELETE CASCADE, message TEXT NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL,
      created_at TEXT NOT NULL)`,
    'CREATE INDEX outbox_next ON outbox (next_at)',
    'CREATE TABLE notified (channel TEXT NOT NULL, incident TEXT NOT NULL, severity INTEGER NOT NULL, PRIMARY KEY (channel, incident)) WITHOUT ROWID',
  ],
  ['ALTER TABLE source ADD COLUMN lost INTEGER NOT NULL DEFAULT 0'],
]

/** Brings the state to the newest shape, or to an older one that is named by its number. Throws WORKSPACE_NEWER when a newer program wrote it. */
export async function migrate(database: Kysely<StateSchema>, newest = steps.length): Promise<void> {
  const answer = await sql<{ user_version: number }>`PRAGMA user_version`.execute(database)
  const at = answer.rows[0]?.user_version ?? 0
  if (at > steps.length) {
    throw new GatehouseError('WORKSPACE_NEWER', 'the workspace was written by a newer gatehouse', { hint: 'Update gatehouse, or use another --workspace.' })
  }
  if (at >= newest) return
  await database.connection().execute(async (state) => {
    // Two processes may open an old workspace at once: the second waits here, and finds nothing left to do.
    await sql.raw('BEGIN IMMEDIATE').execute(state)
    try {
      const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(state)
      for (const statement of steps.slice(rows[0]?.user_version ?? 0, newest).flat()) await sql.raw(statement).execute(state)
      await sql.raw(`PRAGMA user_version = ${newest}`).execute(state)
      await sql.raw('COMMIT').execute(state)
    } catch (error) {
      await sql.raw('ROLLBACK').execute(state)
      throw error
    }
  })
}
