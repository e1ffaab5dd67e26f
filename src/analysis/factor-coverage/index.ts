import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { BarsFigure } from '../../model/figure.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type DirectoryFactors, directoryName, type FactorCounts, factorsByDirectory } from '../statistics/second-factors.ts'
import { wilsonLower } from '../statistics/wilson.ts'
import { type GroupFactors, groupFactors, rowsWithout } from './query.ts'

interface Settings {
  /** Share of a directory's accounts without a second factor from which it is more than a remainder. */
  readonly muchWithout: number
  /** Members from which a group is worth a word of its own. */
  readonly leastMembers: number
}

export const factorCoverage = defineAnalysis<Settings>({
  name: 'factor-coverage',
  version: 1,
  title: 'Who has a second factor',
  looksFor: 'Accounts with, without and without known second factor, by directory, group and privilege, and how strong the factors are.',
  techniques: ['T1078', 'T1110'],
  needs: ['identity'],
  settings: { muchWithout: 0.1, leastMembers: 5 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const directories = await factorsByDirectory(lake, signal)
  const groups = await groupFactors(lake, settings.leastMembers, signal)
  for (const one of directories) {
    if (one.all.accounts === 0) continue
    const several = directories.filter(({ directory }) => directory === one.directory).length > 1
    const own = groups.filter(({ directory, tenant }) => directory === one.directory && tenant === one.tenant)
    const rows = await rowsWithout(lake, one, signal)
    yield finding(one, { name: directoryName(one, several), groups: own, rows, settings, now })
  }
}

interface Around {
  readonly name: string
  readonly groups: readonly GroupFactors[]
  readonly rows: readonly (readonly [source: number, line: number])[]
  readonly settings: Settings
  readonly now: Date
}

function finding(one: DirectoryFactors, { name, groups, rows, settings, now }: Around): Finding {
  const title = conclusion(printable(name, 60), one.all)
  const seen = isoFromSeconds(one.seen ?? now.getTime() / 1000)
  return {
    id: stableId('factor-coverage', one.directory, one.tenant),
    analysis: 'factor-coverage',
    kind: 'posture',
    title,
    severity: severityOf(one.all, settings),
    confidence: 0.9,
    first: seen,
    last: seen,
    about: [{ kind: 'source', id: name }],
    because: reasons(one, groups),
    innocentIf: [
      'another system asks for the second factor (a gateway, another identity provider), which this export cannot know',
      'the export is old, or was made with rights that hide the methods',
    ],
    evidence: rows.map(([source, line]) => ({ table: 'account', source, line })),
    advice: [
      one.all.no > 0
        ? `Enrol the accounts of ${printable(name, 60)} that have no second factor, those who administer first.`
        : `Find out for the accounts of ${printable(name, 60)} of which it is not known.`,
      'Offer a phishing-resistant factor (security key, passkey, Windows Hello, certificate) before codes and pushes.',
    ],
    techniques: ['T1078', 'T1110'],
    figure: figure(title, one.all),
  }
}

function conclusion(name: string, { accounts, yes, no, unknown }: FactorCounts): string {
  const open = unknown > 0 ? `; of ${number(unknown)} it is not known` : ''
  if (no > 0) return `${name}: ${number(no)} of ${plural(accounts, 'account')} ${no === 1 ? 'has' : 'have'} no second factor${open}`
  if (yes === 0) return `${name}: it is not known whether any of ${plural(accounts, 'account')} has a second factor`
  return unknown > 0
    ? `${name}: ${number(yes)} of ${plural(accounts, 'account')} ${yes === 1 ? 'has' : 'have'} a second factor${open}`
    : `${name}: every one of ${plural(accounts, 'account')} has a second factor`
}

function severityOf({ accounts, no }: FactorCounts, { muchWithout }: Settings): Severity {
  if (no === 0) return 1
  return no / accounts >= muchWithout ? 3 : 2
}

function reasons({ all, privileged }: DirectoryFactors, groups: readonly GroupFactors[]): readonly Reason[] {
  const worst = groups
    .filter(({ counts }) => counts.no > 0)
    .toSorted((a, b) => wilsonLower(b.counts.no, b.counts.accounts) - wilsonLower(a.counts.no, a.counts.accounts) || (a.group < b.group ? -1 : 1))
    .map(({ group, counts }) => `${printable(group, 40)} ${number(counts.no)} of ${number(counts.accounts)}`)
  const { strengths } = all
  return [
    {
      says: all.no > 0 ? 'Whoever has the password of such an account gets in.' : 'No account is known to lack a second factor.',
      observed: `${number(all.yes)} with, ${number(all.no)} without, ${number(all.unknown)} unknown`,
      expected: 'every account of a person with a second factor (NCSC and NIS, 23 November 2023)',
      weight: 0.5,
    },
    {
      says: 'Not every factor withstands a site that passes it on.',
      observed: `${number(strengths['phishing-resistant'])} phishing-resistant, ${number(strengths['number-matched-push'])} push with number matching, ${number(strengths.push)} plain push, ${number(strengths['one-time-code'])} one-time code, ${number(strengths.interceptable)} SMS, voice or email, ${number(strengths.unknown)} of unknown kind`,
      expected: 'AAL 2 must offer a phishing-resistant factor, AAL 3 requires one (NIST SP 800-63B-4, sections 2.2 and 2.3)',
      weight: 0.2,
    },
    ...(privileged.accounts > 0
      ? [
          {
            says: 'Privileged accounts count most.',
            observed: `${number(privileged.yes)} with, ${number(privileged.no)} without, ${number(privileged.unknown)} unknown of ${plural(privileged.accounts, 'privileged account')}`,
            weight: 0.2,
          },
        ]
      : []),
    ...(worst.length > 0
      ? [
          {
            says: 'Some groups lack it more than others.',
            observed: `without: ${some(worst, 5)}`,
            expected: `${percent(all.no / all.accounts)} of the directory`,
            weight: 0.1,
          },
        ]
      : []),
  ]
}

function figure(title: string, { no, unknown, strengths }: FactorCounts): BarsFigure {
  return {
    kind: 'bars',
    title,
    summary: 'Accounts of people by the strongest second factor that is enrolled.',
    unit: 'accounts',
    bars: [
      { name: 'phishing-resistant', value: strengths['phishing-resistant'] },
      { name: 'push with number matching', value: strengths['number-matched-push'] },
      { name: 'plain push', value: strengths.push },
      { name: 'one-time code', value: strengths['one-time-code'] },
      { name: 'SMS, voice or email', value: strengths.interceptable },
      { name: 'some factor, kind unknown', value: strengths.unknown },
      { name: 'not known whether any', value: unknown },
      { name: 'none', value: no, mark: no > 0 },
    ],
  }
}
