import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** In a single process the browser ends with the first page that is closed; the others switch off the safety that is tested here. */
const unwanted = /single-process|web-security|insecure-content|site-isolation/

/** A browser from npm: no package of the system is needed. */
export async function openBrowser(): Promise<Browser> {
  // No page draws in three dimensions: the processor paints what a card would.
  chromium.setGraphicsMode = false
  const args = chromium.args.filter((argument) => !unwanted.test(argument))
  return await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
}
