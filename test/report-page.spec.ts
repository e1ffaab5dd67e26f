import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Vetting } from '../src/releases/vetting.ts'
import type { Assessment } from '../src/report/assessment.ts'
import { renderHtml } from '../src/report/html.ts'
import { renderVettingHtml } from '../src/report/vetting/html.ts'
import { blindAssessment, quietAssessment, sampleAssessment } from './support/assessment.ts'
import { hostileAssessment, hostileVetting } from './support/hostile.ts'
import { allowedVetting, loneVetting, sampleVetting } from './support/vetting.ts'

let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-page-'))
  // In a single process the browser ends with the first page that is closed.
  const args = chromium.args.filter((argument) => argument !== '--single-process')
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The report in a browser, with everything that it says on the console and asks of the network. */
async function opened(report: Assessment | Vetting, options: { width: number; dark?: boolean }) {
  const file = join(folder, 'report.html')
  await writeFile(file, 'word' in report ? renderVettingHtml(report, '0.1.0') : renderHtml(report))
  const page = await browser.newPage({ viewport: { width: options.width, height: 800 }, colorScheme: options.dark ? 'dark' : 'light' })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  page.on('dialog', (dialog) => said.push(dialog.message()))
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) said.push(`request: ${request.url()}`)
  })
  await page.goto(pathToFileURL(file).href)
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) details.setAttribute('open', '')
  })
  return { page, said, [Symbol.asyncDispose]: () => page.close() }
}

describe.each([
  ['sample', sampleAssessment()],
  ['quiet', quietAssessment()],
  ['blind', blindAssessment()],
  ['hostile', hostileAssessment()],
  ['blocked release', sampleVetting()],
  ['allowed release', allowedVetting()],
  ['release alone', loneVetting()],
  ['hostile release', hostileVetting()],
])('%s', (_, assessment: Assessment | Vetting) => {
  test.each([360, 390, 1000, 1600])('at %i pixels: no error, no request, and nothing wider than the screen', async (width) => {
    await using report = await opened(assessment, { width })
    expect(await report.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    expect(report.said).toEqual([])
  })

  test('every picture that is shown has a name', async () => {
    await using report = await opened(assessment, { width: 1000 })
    const pictures = await report.page.getByRole('img').count()
    const shown = await report.page.locator('svg:visible').count()
    expect(pictures).toBe(shown)
    const unnamed = await report.page.locator('svg:not([aria-label]), svg[aria-label=""]').count()
    expect(unnamed).toBe(0)
  })
})

test('one drawing of each figure is shown: the wide one or the narrow one', async () => {
  for (const [width, shown, hidden] of [
    [390, '.narrow', '.wide'],
    [1200, '.wide', '.narrow'],
  ] as const) {
    await using report = await opened(sampleAssessment(), { width })
    expect(await report.page.locator(`${shown} svg:visible`).count()).toBe(6)
    expect(await report.page.locator(`${hidden} svg:visible`).count()).toBe(0)
  }
})

test('hostile text is inert: it is there to read and did nothing', async () => {
  await using report = await opened(hostileAssessment(), { width: 1000 })
  expect(await report.page.title()).toMatch(/^HIT: Gatehouse assessment of /)
  expect(await report.page.locator('script, img, [onload], [onerror]').count()).toBe(0)
  expect(await report.page.locator('h2', { hasText: '<script>' }).count()).toBe(1)
})

/** Text colours and their backgrounds, as the browser computes them: the ratio of WCAG 2.2, 1.4.3. */
const leastContrast = `(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour.length < 4 || colour[3] === 1) return colour
    }
    return [255, 255, 255]
  }
  let least = { ratio: 21, text: '' }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() === '' || element.closest('svg') || !element.checkVisibility()) continue
    const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < least.ratio) least = { ratio, text: walker.currentNode.data }
  }
  return least
})()`

test.each([false, true])('text stands out from its background (dark: %s)', async (dark) => {
  for (const assessment of [sampleAssessment(), quietAssessment(), blindAssessment()]) {
    await using report = await opened(assessment, { width: 1200, dark })
    const least = await report.page.evaluate<{ ratio: number; text: string }>(leastContrast)
    expect(least.ratio, least.text).toBeGreaterThanOrEqual(4.5)
  }
})

test('regions that scroll can be reached by keyboard and have a name', async () => {
  await using report = await opened(sampleAssessment(), { width: 390 })
  expect(await report.page.locator('.scroll:not([tabindex="0"]), .scroll:not([aria-label])').count()).toBe(0)
})

test('printed, it is light and shows what is folded away', async () => {
  await using report = await opened(sampleAssessment(), { width: 1000, dark: true })
  await report.page.locator('details').evaluateAll((all) => {
    for (const details of all) details.removeAttribute('open')
  })
  await report.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await report.page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(28, 36, 48)')
  expect(
    await report.page
      .locator('details.finding .body')
      .first()
      .evaluate((body) => body.getBoundingClientRect().height),
  ).toBeGreaterThan(50)
})
