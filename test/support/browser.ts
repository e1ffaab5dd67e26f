import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** A browser from npm: no package of the system is needed. */
export async function openBrowser(): Promise<Browser> {
  // In a single process the browser ends with the first page that is closed.
  const args = chromium.args.filter((argument) => argument !== '--single-process')
  return await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
}
