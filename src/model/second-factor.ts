/**
 * The vocabulary of second factors: every directory's names come down to these, weakest first within a strength.
 *
 * Strength says how an attacker gets past it. The level is the highest authenticator assurance level (AAL) of NIST SP
 * 800-63B-4 (July 2025, sections 2 and 3) that a password with this factor, or the factor alone, can reach:
 * - knowledge questions are no authenticators at all, and email is not to be used out of band (3.1.3.1): AAL 1 by the password alone;
 * - SMS and voice are restricted authenticators (3.1.3.3): AAL 2, with the duty to offer another;
 * - one-time codes and look-up secrets (recovery codes): AAL 2 (2.2.1);
 * - a push that is only approved compares no secret; revision 4 dropped it from the accepted out-of-band methods (3.1.3), so
 *   that it does not raise the level; where the number is carried over, AAL 2;
 * - keys whose private part cannot leave the device: AAL 3 (2.3.1); a passkey that is synchronised: AAL 2 (appendix B).
 */
export type Strength = 'none' | 'interceptable' | 'one-time-code' | 'push' | 'number-matched-push' | 'phishing-resistant'

/** Weakest first. */
export const strengths: readonly Strength[] = ['none', 'interceptable', 'one-time-code', 'push', 'number-matched-push', 'phishing-resistant']

interface FactorFacts {
  readonly strength: Strength
  readonly level: 1 | 2 | 3
  /** As a reader is told it. */
  readonly title: string
}

export const secondFactors = {
  'security-question': { strength: 'none', level: 1, title: 'security question' },
  'app-password': { strength: 'none', level: 1, title: 'app password, which goes past the second factor' },
  email: { strength: 'interceptable', level: 1, title: 'code by email' },
  sms: { strength: 'interceptable', level: 2, title: 'code by SMS' },
  voice: { strength: 'interceptable', level: 2, title: 'telephone call' },
  'recovery-code': { strength: 'one-time-code', level: 2, title: 'recovery codes' },
  'temporary-pass': { strength: 'one-time-code', level: 2, title: 'temporary access pass' },
  totp: { strength: 'one-time-code', level: 2, title: 'authenticator app, one-time code' },
  'hardware-otp': { strength: 'one-time-code', level: 2, title: 'hardware token, one-time code' },
  push: { strength: 'push', level: 1, title: 'push notification' },
  'push-number': { strength: 'number-matched-push', level: 2, title: 'push notification with number matching' },
  passkey: { strength: 'phishing-resistant', level: 2, title: 'passkey' },
  'windows-hello': { strength: 'phishing-resistant', level: 3, title: 'Windows Hello for Business' },
  'platform-credential': { strength: 'phishing-resistant', level: 3, title: 'credential of the device’s own hardware' },
  certificate: { strength: 'phishing-resistant', level: 3, title: 'certificate or smart card' },
  fido2: { strength: 'phishing-resistant', level: 3, title: 'FIDO2 security key' },
} as const satisfies Record<string, FactorFacts>

/** A factor of the vocabulary. */
export type SecondFactor = keyof typeof secondFactors

export function isSecondFactor(name: string): name is SecondFactor {
  return Object.hasOwn(secondFactors, name)
}

/** What stands in a table for a directory's name that the vocabulary does not have; its strength is unknown. */
export function unknownFactor(raw: string): string {
  return `unknown:${raw}`
}

/** Strength of one factor; null for one that the vocabulary does not have. */
export function strengthOf(factor: string): Strength | null {
  return isSecondFactor(factor) ? secondFactors[factor].strength : null
}

/** How strong the factors of one account are. */
export interface FactorStrength {
  /** The strongest; null when only factors that are not known are enrolled. No factor at all is 'none'. */
  readonly strongest: Strength | null
  /** The weakest, which is what an attacker picks; null likewise. */
  readonly weakest: Strength | null
  /** Some factor is not known, so that the strongest may be stronger and the weakest weaker. */
  readonly uncertain: boolean
}

/** Judges the factors of one account. The caller knows whether an empty list means none or unknown. */
export function strengthOfFactors(factors: readonly string[]): FactorStrength {
  const ranks = factors.flatMap((factor) => {
    const strength = strengthOf(factor)
    return strength === null ? [] : [strengths.indexOf(strength)]
  })
  const uncertain = ranks.length < factors.length
  if (factors.length === 0) return { strongest: 'none', weakest: 'none', uncertain }
  if (ranks.length === 0) return { strongest: null, weakest: null, uncertain }
  return { strongest: strengths[Math.max(...ranks)] ?? null, weakest: strengths[Math.min(...ranks)] ?? null, uncertain }
}
