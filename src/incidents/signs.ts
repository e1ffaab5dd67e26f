import type { Finding, Severity } from '../model/finding.ts'

/**
 * What a finding is a sign of. Findings of one family rest on the same fact and count once; families are independent of
 * each other. A strong sign is one that honest software seldom gives; a weak one is common among telemetry too.
 */
interface Family {
  readonly name: string
  readonly strong: boolean
}

const channel: Family = { name: 'a regular or lasting channel', strong: false }
const weakChange: Family = { name: 'a change that weakens how people sign in', strong: false }
const client: Family = { name: 'an unusual client', strong: false }

const families: Readonly<Record<string, Family>> = {
  beacon: channel,
  'long-connection': channel,
  strobe: channel,
  'rare-signature': client,
  'missing-host': client,
  'dns-tunnel': { name: 'data inside DNS names', strong: true },
  exfiltration: { name: 'unusual amounts of data going out', strong: true },
  'mime-mismatch': { name: 'a file that is not what its name says', strong: true },
  lookalike: { name: 'a name made to look like a vendor', strong: true },
  'indicator-match': { name: 'a published indicator', strong: true },
  'advisory-hunt': { name: 'a published indicator', strong: true },
  'factor-fatigue': { name: 'requests to confirm until somebody did', strong: true },
  'factor-guessing': { name: 'guessing of codes or passwords', strong: true },
  'session-replay': { name: 'one session on two devices', strong: true },
  'new-factor': { name: 'a new factor after a risky sign-in or a reset', strong: true },
  'case-account': { name: 'users of its hosts signing in from networks that nobody had used', strong: true },
  // A place of an address is a weak fact, and so is a change that a help desk makes daily.
  'impossible-travel': { name: 'a journey that nobody can make', strong: false },
  'account-change': weakChange,
  'special-account': { name: 'the use of an account of no one person', strong: false },
  'compromised-release': { name: 'a published warning about the release', strong: true },
}

/** ATT&CK's time-based evasion: the finding saw a sleep between installation and first contact. */
const sleeping = 'T1497.003'
/** Weak: a feature that people find only after weeks looks the same. */
const sleep: Family = { name: 'a sleep between installation and first contact', strong: false }

export interface Signs {
  /** A release explains who talks to the destination: `named` at the level of the whole batch, `lead` at its own. */
  readonly explained: 'named' | 'lead' | 'no'
  readonly strong: readonly string[]
  readonly weak: readonly string[]
}

/** The independent signs that findings give; information alone (severity 1) is no sign. */
export function signsOf(findings: readonly Finding[]): Signs {
  const counted = findings.filter((finding) => finding.severity >= 2)
  const seen = new Set(counted.flatMap((finding) => families[finding.analysis] ?? []))
  const explaining = findings.filter((finding) => finding.kind === 'explains')
  if (explaining.some((finding) => finding.techniques.includes(sleeping))) seen.add(sleep)
  const named = (strong: boolean) => [...seen].filter((family) => family.strong === strong).map((family) => family.name)
  const explained = explaining.some((finding) => finding.severity >= 2) ? 'named' : explaining.length > 0 ? 'lead' : 'no'
  return { explained, strong: named(true), weak: named(false) }
}

/**
 * How grave the signs are together. Association with a release is no malice: alone it is low, and weak signs, which
 * honest telemetry gives as well, raise it to medium at most. It takes a strong sign to call it high. A lead counts too
 * where other signs speak against the destination: it was then not picked out of hundreds by the association itself.
 */
export function severityOf(findings: readonly Finding[], signs: Signs): Severity {
  const gravest = Math.max(...findings.map((finding) => finding.severity)) as Severity
  const atLeast = (level: Severity) => Math.max(gravest, level) as Severity
  const [strong, weak] = [signs.strong.length, signs.weak.length]
  if (signs.explained === 'named' && strong > 0) return atLeast(strong + weak > 1 ? 5 : 4)
  if (signs.explained === 'lead' && strong > 0) return atLeast(strong + weak > 1 ? 4 : 3)
  if (signs.explained === 'named' && weak > 0) return atLeast(3)
  if (strong > 1) return atLeast(4)
  if (strong + weak > 1) return atLeast(3)
  return gravest
}

/** Chance that at least one of the findings is right, were they independent; never certain. */
export function confidenceOf(findings: readonly Finding[]): number {
  const best = Map.groupBy(findings, (finding) => families[finding.analysis]?.name ?? finding.analysis)
  const wrong = [...best.values()].reduce((product, group) => product * (1 - Math.max(...group.map((finding) => finding.confidence))), 1)
  return Math.min(0.99, 1 - wrong)
}
