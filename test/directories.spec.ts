import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duoLog } from '../src/evidence/duo-log/index.ts'
import { entra } from '../src/evidence/entra/index.ts'
import { entraLog } from '../src/evidence/entra-log/index.ts'
import type { Format } from '../src/evidence/format.ts'
import { formats } from '../src/evidence/formats.ts'
import { githubLog } from '../src/evidence/github-log/index.ts'
import { googleLog } from '../src/evidence/google-log/index.ts'
import { oktaLog } from '../src/evidence/okta-log/index.ts'
import { recognise } from '../src/evidence/recognise.ts'
import { emptyLake, type TestLake } from './support/lake.ts'
import { loadText } from './support/loaded.ts'
import { pantherLines, pantherLog } from './support/panther.ts'
import { noSharedData, sharedFile } from './support/shared-data.ts'
import { headOfText, readAll } from './support/source.ts'

/** Rule folders, the kind of log line, its format, and how many lines there are. Mail, files and the like concern no account. */
const kinds: readonly (readonly [folder: string, logType: string, format: Format, lines: number, noAccount: RegExp])[] = [
  ['azure_signin_rules', 'Azure.Audit', entraLog, 26, /^$/],
  ['okta_rules', 'Okta.SystemLog', oktaLog, 36, /^$/],
  ['gsuite_activityevent_rules', 'GSuite.ActivityEvent', googleLog, 54, /^(drive|gmail)$/],
  ['duo_rules', 'Duo.Authentication', duoLog, 11, /^$/],
  ['duo_rules', 'Duo.Administrator', duoLog, 17, /^$/],
  ['github_rules', 'GitHub.Audit', githubLog, 51, /^$/],
]

describe.skipIf(noSharedData('sign-in and audit lines of detection rules'))('log lines that others test their rules with', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await emptyLake()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it.each(kinds.map((kind) => [kind[1], kind] as const))('%s: each is recognised and read', async (_, [folder, logType, format, count, noAccount]) => {
    const lines = pantherLines(folder, logType)
    expect(lines).toHaveLength(count)
    const unrelated = lines.filter(({ log }) => noAccount.test(String((log.id as { applicationName?: unknown } | undefined)?.applicationName ?? '-')))
    for (const line of lines) {
      const found = recognise(headOfText(pantherLog([line])), formats)
      expect([line.rule, line.test, 'format' in found ? found.format.name : found.why]).toEqual([line.rule, line.test, format.name])
    }
    const enveloped = lines.filter(({ log }) => 'properties' in log)
    const groups = format === entraLog ? [enveloped, lines.filter((line) => !enveloped.includes(line))] : [lines]
    let rows = 0
    for (const group of groups.filter((one) => one.length > 0)) {
      const result = await loadText(test, format, pantherLog(group))
      expect(result.skipped).toBe(0)
      rows += Object.values(result.rows).reduce((sum, many) => sum + many, 0)
    }
    expect(rows).toBe(count - unrelated.length)
  })
})

describe.skipIf(noSharedData("ScubaGear's export"))('the export of ScubaGear', () => {
  it('is read in full', async () => {
    const text = readFileSync(sharedFile('accounts', 'scubagear', 'ProviderSettingsExport.json'))
    const exported = JSON.parse(text.toString('utf8').replace(/^\ufeff/, '')) as {
      conditional_access_policies: { DisplayName: string; State: string }[]
      privileged_users: Record<string, { DisplayName: string; roles: string[] }>
      privileged_service_principals: Record<string, { roles: string[] }>
      tenant_details: { TenantId: string }[]
    }
    expect(recognise(headOfText(text), formats)).toMatchObject({ format: { name: 'entra' } })
    const { rows, skipped } = await readAll(entra, text)
    expect(skipped).toEqual([])
    expect(rows.access_policy?.map(({ policy, state }) => [policy, state])).toEqual(
      exported.conditional_access_policies.map(({ DisplayName, State }) => [
        DisplayName,
        State === 'enabledForReportingButNotEnforced' ? 'report-only' : State,
      ]),
    )
    const accounts = { ...exported.privileged_users, ...exported.privileged_service_principals }
    expect(rows.account?.map(({ account_id, privileges }) => [account_id, privileges])).toEqual(
      Object.entries(accounts).map(([id, { roles }]) => [id, [...new Set(roles)]]),
    )
    expect(new Set([...(rows.account ?? []), ...(rows.access_policy ?? [])].map(({ tenant }) => tenant))).toEqual(
      new Set([exported.tenant_details[0]?.TenantId]),
    )
    expect(rows.access_policy?.filter(({ blocks_legacy }) => blocks_legacy).map(({ policy }) => policy)).toContain(
      'MS.AAD.1.1v1 Legacy authentication SHALL be blocked',
    )
  })
})
