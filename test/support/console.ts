import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFailed } from 'vitest'
import { builtConsole } from '../../scripts/console.ts'
import { openBrowser } from './browser.ts'
import { type ServedWorkspace, serveWorkspace } from './serve.ts'

export const person = { name: 'Anna Berg', email: 'anna@bank.invalid', password: 'seven green lanterns over the harbour' } as const

/** A running service, and a browser that looks at its console. */
export interface OpenConsole extends AsyncDisposable {
  readonly url: string
  readonly setUp: string
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained of: errors of scripts, and everything that the content policy refused. */
  readonly complaints: string[]
}

/** `gatehouse serve` on a workspace, with the console built, and a browser at it. */
export async function openConsole(workspace: string): Promise<OpenConsole> {
  builtConsole()
  const service: ServedWorkspace = await serveWorkspace(workspace)
  const browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  const complaints: string[] = []
  context.on('console', (message) => {
    // A refusal of the API is an answer, and each test that provokes one looks at it.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  return {
    url: service.url,
    setUp: service.setUp ?? '',
    browser,
    context,
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await browser.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

/** Makes the first account by the link that the service printed, with an authenticator app as its second factor. */
export async function setUpAccount(page: Page, link: string): Promise<TOTP> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Go on to the second factor' }).click()
  await page.getByRole('button', { name: 'Use an authenticator app' }).click()
  const totp = new TOTP({ secret: (await page.locator('.secret').textContent())?.replaceAll(' ', '') ?? '' })
  await page.getByLabel('Code from the authenticator').fill(totp.generate())
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'Show my recovery codes' }).click()
  await page.locator('.recovery-codes').waitFor()
  await page.getByLabel(/I have put them/).check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await heading(page, 'Overview').waitFor()
  return totp
}

/** The title of the page. */
export function heading(page: Page, name: string | RegExp) {
  return page.getByRole('heading', { name, level: 1 })
}

/** Goes to a page and waits until everything that it asks for is there. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** Waits until the page has its title and nothing on it is on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('.waiting') === null)
}

/** Asks the API as the person who is signed in. */
export async function askAs<T>(page: Page, path: string): Promise<T> {
  return (await page.evaluate(async (address) => (await fetch(`/api/v1${address}`)).json(), path)) as T
}

/** A picture of what the browser shows, when the test that runs now fails. */
export function pictureOnFailure(page: Page): void {
  onTestFailed(async ({ task }) => {
    const path = join(tmpdir(), `gatehouse-console-${task.name.slice(0, 40).replace(/\W+/g, '-')}.png`)
    await page.screenshot({ path })
    console.error(`what the browser showed: ${path}`)
  })
}
