import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/cli.ts'
import { askAs, heading, type OpenConsole, openConsole, pictureOnFailure, settled, setUpAccount, visit } from './support/console.ts'
import { consoleAddresses } from './support/console-pages.ts'
import { everything, hostile, writeHostileEvidence } from './support/hostile-evidence.ts'

let console: OpenConsole
let page: Page
const folder = temporaryFolder()

beforeAll(async () => {
  console = await openConsole(join(folder.path, 'workspace'))
  page = console.page
  await setUpAccount(page, console.setUp)
  await visit(page, `${console.url}/evidence?part=jobs`)
  await page.getByLabel('Folder where the service runs').fill(writeHostileEvidence(join(folder.path, 'evidence')))
  await page.getByRole('button', { name: 'Read this folder' }).click()
  await page.getByText('succeeded').first().waitFor({ timeout: 120_000 })
}, 300_000)

beforeEach(() => pictureOnFailure(page))

afterAll(async () => {
  await console?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** What a page of the console has by itself: its icon, and links within it or to the web. */
const ownPicture = /^\/assets\//
const link = /^(https?:|[/#?])/
/** Characters that turn the direction of text, or end it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be shown as they are
const controls = /.{0,30}[\0-\x08\u202a-\u202e\u2066-\u2069].{0,30}/u

/** What hostile text has become on the page that is open: markup, code that ran, or characters that turn or cut the text. */
async function harm(): Promise<readonly string[]> {
  const { ran, texts, elements, attributes } = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')]
    // What a person types stays as it was typed while they write it.
    const said = document.body.cloneNode(true) as HTMLElement
    for (const field of said.querySelectorAll('textarea')) field.remove()
    return {
      ran: 'ran' in window,
      texts: [document.title, said.textContent ?? ''],
      elements: all.filter((node) => node.matches('script:not([src]), svg[onload], b[a]')).map(({ outerHTML }) => outerHTML),
      attributes: all.flatMap((node) => [...node.attributes].map(({ name, value }) => ({ name, value }))),
    }
  })
  const pictures = attributes.filter(({ name, value }) => name === 'src' && !ownPicture.test(value))
  const handlers = attributes.filter(({ name, value }) => name.startsWith('on') || (name === 'href' && !link.test(value)))
  return [
    ...(ran ? ['code ran'] : []),
    ...elements,
    ...[...pictures, ...handlers].map(({ name, value }) => `${name}="${value}"`),
    ...texts.flatMap((text) => controls.exec(text)?.[0] ?? []).map((text) => `a control in ${JSON.stringify(text)}`),
  ]
}

async function harmOn(addresses: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const address of addresses) {
    await visit(page, console.url + address)
    found.push(...(await harm()).map((one) => `${address}: ${one}`))
  }
  return found
}

describe('evidence that was written by an attacker', () => {
  test('is shown as text on every page', async () => {
    expect(await harmOn(await consoleAddresses(page))).toEqual([])
  })

  test('is shown as text on the page of each thing that it names, and in its rows', async () => {
    const { items } = await askAs<{ items: readonly { id: string; about: readonly { kind: string; id: string }[] }[] }>(page, '/findings')
    const entities = new Set(items.flatMap(({ about }) => about.map(({ kind, id }) => `/entity/${kind}/${encodeURIComponent(id)}`)))
    const product = encodeURIComponent(`Editor ${everything.replaceAll('\0', '')}`)
    const tables = ['http_request', 'tls_session', 'dns_query', 'file_event', 'installation', 'host_address', 'indicator'].map(
      (table) => `/hunt/rows?table=${table}`,
    )
    const addresses = [...entities, ...items.map(({ id }) => `/incidents/findings/${id}`), ...tables, `/software/products/${product}`]
    expect(entities.size).toBeGreaterThan(2)
    expect(await harmOn(addresses)).toEqual([])
    await visit(page, `${console.url}/hunt/rows?table=http_request`)
    await page.getByText(hostile.element).first().waitFor()
  })

  test('names a host by its text', async () => {
    await visit(page, `${console.url}/entity/host/${encodeURIComponent(`pc1 ${hostile.element}`)}`)
    await heading(page, `pc1 ${hostile.element}`).waitFor()
  })

  test('is text in an advisory, in comments, in saved questions and in what search finds', async () => {
    await visit(page, `${console.url}/hunt`)
    await page.getByText('Paste the text of a warning').click()
    await page
      .getByLabel('Text of the warning')
      .fill(`Title: ${everything}\n\n${everything}\n\nCommand and control: 203.0.113.66, c2[.]hostile[.]invalid\nEditor ${everything} 1.1\n`)
    await page.getByRole('button', { name: 'Hunt', exact: true }).click()
    await page.getByRole('link', { name: 'What came of it' }).click({ timeout: 100_000 })
    await settled(page)
    expect(await harm()).toEqual([])

    await visit(page, `${console.url}/incidents`)
    await page.locator('.list-title').first().click()
    await page.getByLabel('Comment').fill(everything)
    await page.getByRole('button', { name: 'Add the comment' }).click()
    await page.getByRole('listitem').filter({ hasText: hostile.element }).first().waitFor()
    expect(await harm()).toEqual([])

    await visit(page, `${console.url}/hunt/rows?table=http_request`)
    await page.getByLabel('Save this question as').fill(hostile.attribute)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(hostile.attribute).first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByLabel('Search').fill('<img')
    await page.getByRole('button', { name: /<img/ }).first().waitFor()
    expect(await harm()).toEqual([])
  })

  test('made the browser refuse nothing, for nothing tried', () => {
    expect(console.complaints).toEqual([])
  })
})
