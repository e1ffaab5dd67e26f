import type { Severity } from '../../model/finding.ts'

/** A kind of change that weakens how an account or a directory is protected. */
export interface ChangeKind {
  /** After “N times” or the name of the account. */
  readonly what: string
  readonly severity: Severity
  readonly why: string
  readonly expected: string
  readonly innocent: string
  readonly advice: string
  readonly techniques: readonly string[]
  /** Changes to one's own account count as well. */
  readonly own: boolean
}

const desk = 'a ticket of the help desk speaks of it'
const planned = 'it is a planned change, and who did it should'

export const changeKinds: Readonly<Record<string, ChangeKind>> = {
  'mfa-disabled': {
    what: 'second factor turned off',
    severity: 3,
    why: 'Without it the password is enough.',
    expected: 'second factors stay on',
    innocent: desk,
    advice: 'turn it on again, and ask why it was turned off',
    techniques: ['T1556.006'],
    own: true,
  },
  'bypass-granted': {
    what: 'bypass of the second factor granted',
    severity: 3,
    why: 'Whoever has the bypass needs no second factor.',
    expected: 'bypasses that are seldom, short and asked for',
    innocent: desk,
    advice: 'find out who asked for it, and end it',
    techniques: ['T1556.006'],
    own: true,
  },
  'factor-reset': {
    what: 'factors reset by somebody else',
    severity: 2,
    why: 'After a reset whoever has the password adds a factor of their own.',
    expected: 'resets that the person asked for',
    innocent: desk,
    advice: 'ask the person whether they asked for it',
    techniques: ['T1556.006'],
    own: false,
  },
  'factor-removed': {
    what: 'factor taken away by somebody else',
    severity: 2,
    why: 'Where no other is left, the password is enough.',
    expected: 'factors that the person takes away',
    innocent: desk,
    advice: 'ask the person whether they know of it',
    techniques: ['T1556.006'],
    own: false,
  },
  'fraud-reported': {
    what: 'request reported as fraud by the person',
    severity: 3,
    why: 'The person was asked to confirm a sign-in that was not theirs: somebody has the password.',
    expected: 'none',
    innocent: 'the person pressed the wrong button',
    advice: 'change the password, and look at where the request came from',
    techniques: ['T1621', 'T1078'],
    own: true,
  },
  'role-added': {
    what: 'administrative role given',
    severity: 2,
    why: 'Intruders give themselves the rights to stay.',
    expected: 'roles that are given by a known process',
    innocent: planned,
    advice: 'ask who gave it whether they did',
    techniques: ['T1098.003'],
    own: true,
  },
  'key-created': {
    what: 'key or token made',
    severity: 2,
    why: 'A key signs in without a second factor, and outlives the password.',
    expected: 'keys that are known and few',
    innocent: planned,
    advice: 'find out what uses it, and limit what it may do',
    techniques: ['T1098.001'],
    own: true,
  },
  'policy-changed': {
    what: 'policy of sign-in changed',
    severity: 2,
    why: 'A change of policy can let everybody in without a second factor.',
    expected: 'changes that somebody else has looked at',
    innocent: planned,
    advice: 'compare the policy with what it was',
    techniques: ['T1556.009'],
    own: true,
  },
}
