/** Every error a user can meet: code → what it means. docs/errors.md is held to this list by a test. */
export const errorCodes = {
  USAGE: 'the command line is not right',
  CONFIG_INVALID: 'gatehouse.yaml, a GATEHOUSE_ variable or a flag has a value that cannot be used',
  FOLDER_MISSING: 'the evidence folder is not there or cannot be read',
  WORKSPACE_LOCKED: 'another gatehouse works in this workspace',
  WORKSPACE_UNUSABLE: 'the workspace folder cannot be made, opened or written',
  SERVICE_REFUSED: 'the service that runs on this workspace refused it, or does not answer',
  ADDRESS_IN_USE: 'the service cannot listen where it was told to',
  WORKSPACE_NEWER: 'the workspace was written by a newer gatehouse',
  STATE_DAMAGED: 'the state of the workspace is not as it was written; a back-up has to take its place',
  DISK_FULL: 'there is no room left where the workspace is',
  ENGINE_MISSING: 'the embedded engine does not run on this platform',
  ENGINE_MEMORY: 'a query needed more memory than the limit that is set',
  ENGINE_FAILED: 'the engine refused a query',
  LAKE_DAMAGED: 'stored rows are not as they were written; they are set aside and read again from the evidence',
  ENGINE_ENDED: 'the process of the engine ended in the middle of the work; it starts again by itself',
  EVIDENCE_UNREADABLE: 'a file could not be read to its end',
  LIMIT_EXCEEDED: 'a file is larger, longer or more compressed than the limits allow',
  BACKUP_UNUSABLE: 'a back-up is damaged, or none of this program',
  OUTPUT_UNWRITABLE: 'the report could not be written',
  ARTIFACT_MISSING: 'the file or folder to vet is not there or cannot be read',
  RELEASE_MISSING: 'the registry has no such package or version',
  REGISTRY_UNREACHABLE: 'the registry does not answer, or a run without network was asked for',
  REGISTRY_REFUSED: 'the registry refused a question or answered with what cannot be read',
  FEED_UNREACHABLE: 'a feed of reference knowledge could not be fetched; the last good copy stays',
  FEED_INVALID: 'a fetched feed is not what it should be: its digest, its format or its size; the last good copy stays',
  INTEGRITY_MISMATCH: 'a downloaded file is not the one that the registry promises',
  CREDENTIALS_MISSING: 'a credential for collecting is not set, or its file cannot be read',
  CREDENTIALS_EXPOSED: 'the file of credentials can be read by others',
  CREDENTIALS_REFUSED: 'a directory does not accept the credentials: they are wrong, expired or revoked',
  COLLECT_UNREACHABLE: 'a directory does not answer, or asks to wait for too long; what was collected is kept',
  KEY_UNUSABLE: 'the key that secrets are sealed with cannot be read, is not one, or can be read by others',
  SECRET_UNREADABLE: 'a sealed secret cannot be opened with the keys that are there',
  USER_UNKNOWN: 'nobody of that name or e-mail address may sign in',
  ADDRESS_REFUSED: 'a host name leads to an address that the service may not connect to',
} as const

export type ErrorCode = keyof typeof errorCodes

/** The one error of this project. `message` says what happened, `hint` what to do about it. */
export class GatehouseError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GatehouseError'
    this.code = code
    this.hint = options.hint
  }
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** True for the errors of a file system that ran full. */
export function isDiskFull(thrown: unknown): boolean {
  if (thrown instanceof GatehouseError && thrown.code === 'DISK_FULL') return true
  const code = (thrown as { code?: unknown } | null)?.code
  return code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|NOT_ENOUGH_SPACE|Cannot reserve|disk is full/.test(messageOf(thrown))
}
