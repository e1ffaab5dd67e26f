import type { Entity } from '../../model/entity.ts'

export type Directory = 'entra' | 'okta' | 'google' | 'ldap'

export interface Place {
  readonly city: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
}

/** An account of the drill. Times are seconds since 1970. */
export interface DrillAccount {
  readonly directory: Directory
  readonly login: string
  readonly id: string
  readonly name: string
  readonly kind: 'person' | 'service' | 'shared' | 'break-glass' | 'guest'
  readonly privileged: boolean
  readonly role?: string
  readonly group: string
  readonly supplier?: string
  /** Name of the computer that the person works at, and the directory's id of it. */
  readonly host?: string
  readonly device: string
  readonly agent: string
  /** Second factors by the vocabulary of the model; none is no factor. */
  readonly factors: readonly Factor[]
  readonly enforced: boolean
  readonly lastSignIn?: number
  /** Where the person lives: a network of its own. */
  readonly home: string
}

export type Factor = 'push' | 'totp' | 'sms' | 'fido2'

export interface DrillSignIn {
  readonly time: number
  readonly account: DrillAccount
  readonly ip: string
  readonly place: Place
  readonly session: string
  /** The account's own device where absent. */
  readonly device?: { readonly id: string; readonly name: string; readonly agent: string }
  readonly client: 'browser' | 'imap'
  readonly interactive: boolean
  readonly result: 'success' | 'wrong-password' | 'refused' | 'wrong-code'
  /** What became of the second factor, for a success. */
  readonly factor: 'satisfied' | 'by-claim' | 'none'
  readonly risk: 'none' | 'high'
}

export interface DrillChange {
  readonly time: number
  readonly account: DrillAccount
  readonly actor: DrillAccount
  readonly what: 'factor-added' | 'factor-turned-off'
  readonly ip: string
}

/** What one analysis is to find, and the near look-alike that it is to leave. */
export interface Planted {
  readonly analysis: string
  readonly hit: readonly Entity[]
  readonly miss: readonly Entity[]
  readonly story: string
}

export interface AccountEvidence {
  readonly accounts: readonly DrillAccount[]
  /** By time. */
  readonly signIns: readonly DrillSignIn[]
  readonly changes: readonly DrillChange[]
  /** Logins that the one policy of Entra spares. */
  readonly spared: readonly string[]
  readonly planted: readonly Planted[]
}
