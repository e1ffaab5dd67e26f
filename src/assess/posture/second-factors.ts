import type { Questions } from '../../analysis/analysis.ts'
import { type DirectoryFactors, directoryName, type FactorCounts, factorsByDirectory } from '../../analysis/statistics/second-factors.ts'
import { number, plural } from '../../base/text.ts'
import type { PosturePart } from '../../model/posture.ts'

/** Who has a second factor, by directory, of all accounts of people and of the privileged ones. */
export async function secondFactorsPart(lake: Questions): Promise<PosturePart | undefined> {
  const directories = await factorsByDirectory(lake)
  if (directories.length === 0) return undefined
  const several = new Set(directories.filter(({ directory }, index) => directories.findIndex((other) => other.directory === directory) !== index).map(name))
  const unclear = directories.reduce((sum, { privilegeUnknown }) => sum + privilegeUnknown, 0)
  return {
    name: 'second-factors',
    title: 'Second factors',
    says: conclusion(directories),
    columns: columnNames.map((one, index) => (index < 2 ? { name: one } : { name: one, numeric: true })),
    rows: directories.flatMap((one) => {
      const shown = directoryName(one, several.has(name(one)))
      return [row(shown, 'all', one.all), ...(one.privileged.accounts > 0 ? [row(shown, 'privileged', one.privileged)] : [])]
    }),
    note: `Accounts of people that may sign in; accounts of services are left out. Unknown is what no export tells, and never counted as no.${
      unclear > 0 ? ` Of ${plural(unclear, 'account')} it is not known whether they are privileged.` : ''
    }`,
  }
}

const columnNames = [
  'Directory',
  'Accounts',
  'Number',
  'Second factor: yes',
  'no',
  'unknown',
  'phishing-resistant',
  'push with number',
  'push',
  'one-time code',
  'SMS, voice or email',
  'strength unknown',
] as const

function name({ directory }: DirectoryFactors): string {
  return directory
}

function row(directory: string, which: string, { accounts, yes, no, unknown, strengths }: FactorCounts): readonly (string | number)[] {
  return [
    directory,
    which,
    accounts,
    yes,
    no,
    unknown,
    strengths['phishing-resistant'],
    strengths['number-matched-push'],
    strengths.push,
    strengths['one-time-code'],
    strengths.interceptable,
    strengths.unknown,
  ]
}

function conclusion(directories: readonly DirectoryFactors[]): string {
  const sum = (of: (one: DirectoryFactors) => number) => directories.reduce((total, one) => total + of(one), 0)
  const [accounts, no, unknown] = [sum(({ all }) => all.accounts), sum(({ all }) => all.no), sum(({ all }) => all.unknown)]
  const privileged = sum(({ privileged: own }) => own.accounts)
  const resistant = sum(({ privileged: own }) => own.strengths['phishing-resistant'])
  const lack =
    no > 0 ? `${number(no)} of ${plural(accounts, 'account')} ${no === 1 ? 'has' : 'have'} no second factor` : `No account is known to lack a second factor`
  const open = unknown > 0 ? `, and of ${number(unknown)} it is not known` : ''
  const head =
    privileged > 0 ? ` ${number(resistant)} of ${plural(privileged, 'privileged account')} ${resistant === 1 ? 'has' : 'have'} a phishing-resistant one.` : ''
  return `${lack}${open}.${head}`
}
