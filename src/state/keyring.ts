import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { type Keyring, newKeyText, type SealingKey, sealingKey } from '../base/seal.ts'

/** Where the key comes from, the first that is given: its text, a file, the file `key` of the workspace (made if it is not there). */
export interface KeySource {
  readonly workspace: string
  /** GATEHOUSE_KEY: one or more keys, the newest first, separated by commas. */
  readonly text?: string | undefined
  readonly file?: string | undefined
}

/** As the settings and the environment say. GATEHOUSE_KEY is no setting, so that no list of settings shows it. */
export function keySource(workspace: string, file: string): KeySource {
  return { workspace, text: process.env.GATEHOUSE_KEY, file }
}

/** Reads the keys that secrets are sealed with. They are never in the database. Throws KEY_UNUSABLE. */
export function readKeyring({ workspace, text, file }: KeySource): Keyring {
  if (text) return parse(text.split(','), 'GATEHOUSE_KEY')
  const path = file || keyFile(workspace)
  if (!file && !existsSync(path)) write(path, [newKeyText()])
  return parse(read(path).split('\n'), path)
}

/** Puts a new key before those of the file; what was sealed still opens. Only for keys that live in a file. */
export function addKey({ workspace, text, file }: KeySource): Keyring {
  if (text)
    throw new GatehouseError('KEY_UNUSABLE', 'the key is given by GATEHOUSE_KEY, which cannot be changed from here', {
      hint: 'Put a new key in front of it, separated by a comma, then run this again.',
    })
  readKeyring({ workspace, file })
  const path = file || keyFile(workspace)
  write(path, [newKeyText(), ...lines(read(path))])
  return readKeyring({ workspace, file })
}

/** Forgets all keys but the first, once everything is sealed with it. */
export function keepFirstKey({ workspace, text, file }: KeySource): void {
  if (text) return
  const path = file || keyFile(workspace)
  write(path, lines(read(path)).slice(0, 1))
}

function keyFile(workspace: string): string {
  return join(workspace, 'key')
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

function read(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new GatehouseError('KEY_UNUSABLE', `${path} can be read by others`, { hint: `chmod 600 ${path}` })
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof GatehouseError) throw cause
    throw new GatehouseError('KEY_UNUSABLE', `${path} cannot be read: ${messageOf(cause)}`, { hint: 'Restore the key from your back-up.', cause })
  }
}

/** Whole or not at all: a key that is half written would cost every secret. */
function write(path: string, keys: readonly string[]): void {
  const next = `${path}.next`
  const file = openSync(next, 'w', 0o600)
  try {
    writeSync(file, `${keys.join('\n')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, path)
}

function parse(texts: readonly string[], from: string): Keyring {
  const keys = texts.filter((text) => text.trim() !== '').map(sealingKey)
  const [first, ...others] = keys
  if (!first || others.includes(undefined))
    throw new GatehouseError('KEY_UNUSABLE', `${from} does not hold a key`, { hint: 'A key is 32 random bytes in base64: openssl rand -base64 32' })
  return [first, ...(others as SealingKey[])]
}
