import { readFileSync, statSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { GatehouseError, messageOf } from '../base/errors.ts'

/** Where credentials are looked for: variables of the environment, or a file of `NAME=value` lines that only its owner may read. */
export interface CredentialSource {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly file?: string
}

/** Reads one credential or setting by its name. */
export interface Credentials {
  /** Throws CREDENTIALS_MISSING where it is not set. */
  required(name: string): string
  optional(name: string): string | undefined
}

/** Throws CREDENTIALS_MISSING for a file that is not there, and CREDENTIALS_EXPOSED for one that others may read. */
export function credentialsFrom({ environment, file }: CredentialSource): Credentials {
  const values: Readonly<Record<string, string | undefined>> = { ...environment, ...(file !== undefined && parseEnv(readSecretFile(file))) }
  const optional = (name: string) => values[name]?.trim() || undefined
  return {
    optional,
    required(name) {
      const value = optional(name)
      if (value !== undefined) return value
      throw new GatehouseError('CREDENTIALS_MISSING', `${name} is not set`, {
        hint: `Set it in the environment, or as a line ${name}=… in a file for --credentials. docs/collect.md says where it comes from.`,
      })
    },
  }
}

/** A file with secrets in it. */
export function readSecretFile(path: string): string {
  let mode: number
  let text: string
  try {
    mode = statSync(path).mode
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new GatehouseError('CREDENTIALS_MISSING', `the file of credentials cannot be read: ${messageOf(cause)}`, { cause })
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new GatehouseError('CREDENTIALS_EXPOSED', `others may read the credentials in ${path}`, { hint: `Run: chmod 600 ${path}` })
  }
  return text
}

/** The address of a directory: HTTPS, but on this machine itself. */
export function addressOf(text: string, name: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`)
  const local = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (local && url.protocol === 'http:')) return url
  throw new GatehouseError('USAGE', `${name} must be an address that begins with https://`)
}
