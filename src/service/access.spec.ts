import { describe, expect, it } from 'vitest'
import { type Access, type Principal, refusalOf } from './access.ts'

const now = Date.UTC(2026, 0, 1)
const person = (role: Principal['role'], more: Partial<Principal> = {}): Principal => ({ kind: 'user', id: 'u', name: 'u', role, scopes: [], ...more })
const key = (...scopes: string[]): Principal => ({ kind: 'key', id: 'k', name: 'k', role: 'analyst', scopes })

describe('who may take a route', () => {
  const cases: readonly (readonly [string, Access, Principal | undefined, string | undefined])[] = [
    ['anyone, where it is public', { public: true }, undefined, undefined],
    ['nobody, without signing in', { role: 'viewer' }, undefined, 'sign-in-required'],
    ['a viewer, what viewers may', { role: 'viewer' }, person('viewer'), undefined],
    ['no viewer, what analysts may', { role: 'analyst' }, person('viewer'), 'role-required'],
    ['an admin, what viewers may', { role: 'viewer' }, person('admin'), undefined],
    ['no admin without a fresh factor, where one is asked for', { role: 'admin', stepUp: true }, person('admin'), 'step-up-required'],
    ['no admin whose factor is stale', { role: 'admin', stepUp: true }, person('admin', { steppedUpUntil: now }), 'step-up-required'],
    ['an admin whose factor is fresh', { role: 'admin', stepUp: true }, person('admin', { steppedUpUntil: now + 1 }), undefined],
    ['no key, where no right is named', { role: 'viewer' }, key('read'), 'role-required'],
    ['a key with the right', { role: 'analyst', scope: 'evidence:write' }, key('evidence:write'), undefined],
    ['no key with another right', { role: 'viewer', scope: 'read' }, key('evidence:write'), 'scope-required'],
    ['no key, where a fresh factor is asked for', { role: 'admin', scope: 'read', stepUp: true }, key('read'), 'role-required'],
  ]
  it.each(cases)('%s', (_title, access, principal, expected) => {
    expect(refusalOf(access, principal, now)).toBe(expected)
  })
})
