import { join } from 'node:path'
import { TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtConsole } from '../scripts/console.ts'
import { openBrowser } from './support/browser.ts'
import { temporaryFolder } from './support/cli.ts'
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
    await page.getByRole('button', { name: 'Remove Test key' }).waitFor()
    await page.getByRole('button', { name: /Anna Berg/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await heading('Overview').waitFor()
  })

  test('asked for nothing that the content policy refuses, and met no error', () => {
    expect(said).toEqual([])
  })
})
