// Writes pictures of every page, at the width of a desk and of a telephone, to docs/images: `node scripts/screenshots.ts LINK [FOLDER]`.
// LINK is the one-time link that `gatehouse serve` printed; FOLDER with evidence is read first.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { TOTP } from 'otpauth'
import { type Page, chromium as playwright } from 'playwright-core'

const [link = '', folder = ''] = process.argv.slice(2)
const images = join(import.meta.dirname, '..', 'docs', 'images')
const pages = [
  ['overview', '/'],
  ['incidents', '/incidents'],
  ['hunt', '/hunt/rows?table=contact'],
  ['software', '/software'],
  ['posture', '/posture'],
  ['evidence', '/evidence?part=gaps'],
  ['settings', '/settings'],
] as const
const sizes = [
  { name: '', width: 1440, height: 900 },
  { name: '-narrow', width: 390, height: 844 },
] as const

async function setUp(page: Page): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill('Anna Berg')
  await page.getByLabel('E-mail address').fill('anna@bank.invalid')
  await page.getByLabel('Password', { exact: true }).fill('seven green lanterns over the harbour')
  await page.getByRole('button', { name: 'Go on to the second factor' }).click()
  await page.getByRole('button', { name: 'Use an authenticator app' }).click()
  const secret = (await page.locator('.secret').textContent())?.replaceAll(' ', '') ?? ''
  await page.getByLabel('Code from the authenticator').fill(new TOTP({ secret }).generate())
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'Show my recovery codes' }).click()
  await page.getByLabel(/I have put them/).check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
}

async function readFolder(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/evidence?part=jobs`)
  await page.getByLabel('Folder where the service runs').fill(folder)
  await page.getByRole('button', { name: 'Read this folder' }).click()
  await page.getByText('succeeded').first().waitFor({ timeout: 600_000 })
}

async function take(page: Page, name: string, url: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    await page.goto(url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle').catch(() => {})
    await page.waitForTimeout(1500)
    await page.screenshot({ path: join(images, `console-${name}${size.name}.jpg`), type: 'jpeg', quality: 72 })
  }
}

mkdirSync(images, { recursive: true })
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args.filter((argument) => !/single-process|web-security/.test(argument)),
  headless: true,
})
const page = await browser.newPage({ colorScheme: 'light' })
page.setDefaultTimeout(60_000)
await setUp(page)
const address = new URL(link).origin
if (folder !== '') await readFolder(page, address)
for (const [name, path] of pages) await take(page, name, address + path)
await page.goto(`${address}/incidents`)
await page.locator('.list-title').first().click()
await page.getByRole('heading', { name: 'What happened' }).waitFor()
await take(page, 'incident', page.url())
await browser.close()
