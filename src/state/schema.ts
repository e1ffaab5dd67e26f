import type { ColumnType, Generated } from 'kysely'
import type { Outcome } from '../model/status.ts'
import type { LoginSchema } from './login-schema.ts'

/** JSON kept as text. */
type Json<T> = ColumnType<string, string, string> & { readonly __shape?: T }

/** One piece of evidence, known by its content. */
export interface SourceRow {
  id: Generated<number>
  /** Path it was last seen under, as given to assess. */
  path: string
  format: string
  /** SHA-256 of the first `head_bytes` decompressed bytes, to find candidates. */
  head_bytes: number
  head_hash: string
  /** Whole lines stored: decompressed bytes, lines, and the SHA-256 over those bytes. */
  bytes: number
  lines: number
  hash: string
  /** 0 while being read: an interrupted source is taken up again at `bytes`. */
  done: number
  outcome: Outcome
  skipped: number
  /** Of those, the one in an unfinished last line: read again when the file grows. */
  skipped_tail: number
  rows: Json<Record<string, number>>
  /** Rows that went with a damaged part of the lake: where it is not 0, the source is read again from its beginning. */
  lost: Generated<number>
}

/** A file that was found to be a source, or an earlier, shorter state of it. */
export interface SeenRow {
  source: number
  path: string
  /** Size, time and inode: the same stamp need not be read again. */
  stamp: string
  /** The whole content, an unfinished last line included: decompressed bytes and their SHA-256. */
  bytes: number
  hash: string
}

export interface NoteRow {
  source: number
  /** 0: about the whole source. */
  line: number
  text: string
}

export interface FindingRow {
  id: string
  analysis: string
  severity: number
  finding: Json<unknown>
  first_found: string
  last_found: string
  /** As in the JSON, so that lists need not open it. */
  title: string
  kind: string
  confidence: number
  first: string
  last: string
}

/** What a finding is about. */
export interface FindingEntityRow {
  finding: string
  kind: string
  id: string
}

export interface RunRow {
  analysis: string
  version: number
  status: Json<unknown>
}

export interface MetaRow {
  key: string
  value: string
}

/** A release that was vetted: what was said of it and what the next one is compared with. */
export interface VettedRow {
  id: Generated<number>
  ecosystem: string
  name: string
  /** Empty where it is not known. */
  version: string
  /** SHA-256 of the artifact, hex. */
  hash: string
  word: string
  /** ISO 8601, UTC. */
  at: string
  /** JSON, Zstandard: the verdict, and what is kept of the release itself (NULL once there are many newer ones). */
  vetting: Uint8Array
  record: Uint8Array | null
}

/** An advisory that was hunted for, known by its content. */
export interface AdvisoryRow {
  id: string
  sha256: string
  /** Name of the file it came from. */
  file: string
  /** ISO 8601, UTC. */
  at: string
  /** JSON, Zstandard. */
  advisory: Uint8Array
}

/** A question that is asked again on new evidence: the advisories of one affair, and the last answer. */
export interface HuntRow {
  id: string
  advisories: Json<readonly string[]>
  /** ISO 8601, UTC. */
  asked: string
  answered: string
  word: string
  /** JSON, Zstandard. */
  hunt: Uint8Array
}

/** An incident as it was computed last, and what people made of it. */
export interface IncidentRow {
  id: string
  incident: Json<unknown>
  title: string
  severity: number
  confidence: number
  first: string
  last: string
  /** How many hosts and findings. */
  hosts: number
  findings: number
  state: string
  assignee: string | null
  /** 0: the newest analysis no longer finds it. */
  present: number
  /** Rises with each change; the ETag. */
  revision: number
  /** ISO 8601, UTC. */
  created_at: string
  changed_at: string
}

/** A finding belongs to one incident at most. */
export interface IncidentMemberRow {
  finding: string
  incident: string
  why: string
  by_hand: number
}

export interface IncidentEntityRow {
  incident: string
  kind: string
  id: string
}

export interface IncidentEventRow {
  id: Generated<number>
  incident: string
  at: string
  /** NULL: the analysis. */
  by: string | null
  kind: string
  says: string
}

/** A finding that somebody put into another incident. */
export interface IncidentSplitRow {
  finding: string
  incident: string
  by: string
  at: string
}

/** An incident that somebody took into another. */
export interface IncidentMergeRow {
  incident: string
  into_incident: string
  by: string
  at: string
}

/** Hides one finding, or what an analysis says, or what is said about an entity; what is given has to hold together. */
export interface SuppressionRow {
  id: string
  finding: string | null
  analysis: string | null
  entity_kind: string | null
  entity_id: string | null
  reason: string
  by: string
  at: string
  until: string
  ended_at: string | null
}

/** Long work. */
export interface JobRow {
  id: string
  kind: string
  title: string
  input: Json<unknown>
  state: string
  progress: Json<unknown> | null
  by: string
  created_at: string
  started_at: string | null
  ended_at: string | null
  problem: Json<unknown> | null
  leads_to: string | null
  /** How often it was begun: what ends the process three times is not begun again. */
  attempts: number
}

export interface JobResultRow {
  job: string
  /** JSON, Zstandard. */
  result: Uint8Array
}

export interface UploadRow {
  id: string
  name: string
  size: number
  sha256: string
  at: string
}

export interface SavedQueryRow {
  id: string
  name: string
  query: Json<unknown>
  by: string
  at: string
}

/** Releases that are installed, taken from the lake whenever it was joined. */
export interface SoftwareRow {
  product: string
  version: string
  vendor: string
  hosts: number
  since: string | null
  last: string | null
}

/** A file that the last look at its folder did not read, and why. */
export interface SkippedFileRow {
  file: string
  why: string
}

/** Where notifications go. Its secret is among the sealed ones, as `channel/ID`. */
export interface ChannelRow {
  id: string
  name: string
  kind: string
  enabled: number
  least_severity: number
  settings: Json<Readonly<Record<string, unknown>>>
  has_secret: number
  /** How the last try ended. */
  last: Json<unknown> | null
}

/** A message that waits to be sent. */
export interface OutboxRow {
  id: string
  channel: string
  message: Json<unknown>
  attempts: number
  /** Milliseconds since 1970. */
  next_at: number
  /** ISO 8601, UTC. */
  created_at: string
}

/** What a channel was told of, and how grave it was then. */
export interface NotifiedRow {
  channel: string
  incident: string
  severity: number
}

export interface StateSchema extends LoginSchema {
  source: SourceRow
  seen: SeenRow
  note: NoteRow
  finding: FindingRow
  run: RunRow
  meta: MetaRow
  vetted: VettedRow
  advisory: AdvisoryRow
  hunt: HuntRow
  finding_entity: FindingEntityRow
  incident: IncidentRow
  incident_member: IncidentMemberRow
  incident_entity: IncidentEntityRow
  incident_event: IncidentEventRow
  incident_split: IncidentSplitRow
  incident_merge: IncidentMergeRow
  suppression: SuppressionRow
  job: JobRow
  job_result: JobResultRow
  upload: UploadRow
  saved_query: SavedQueryRow
  software: SoftwareRow
  skipped_file: SkippedFileRow
  channel: ChannelRow
  outbox: OutboxRow
  notified: NotifiedRow
}
