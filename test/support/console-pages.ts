import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { askAs } from './console.ts'

interface Listed {
  readonly items: readonly { readonly id: string | number; readonly name?: string; readonly product?: string }[]
}

/** Parts of Settings, as their tabs name them. */
const settings = ['account', 'users', 'keys', 'sessions', 'connectors', 'notifications', 'suppressions', 'retention', 'audit', 'general']

/** An address that no page has. */
export const nowhere = '/no/such/page'

/** One address of every kind of page, with what the workspace has: the first of each list. */
export async function consoleAddresses(page: Page): Promise<readonly string[]> {
  const first = async (path: string) => (await askAs<Listed>(page, path)).items[0]
  const id = async (path: string) => encodeURIComponent(String((await first(path))?.id))
  const product = encodeURIComponent(String((await first('/software?sort=severity&limit=1'))?.product))
  const finding = await id('/findings?limit=1')
  const { items } = await askAs<{ readonly items: readonly { readonly about: readonly { readonly kind: string; readonly id: string }[] }[] }>(page, '/findings')
  const kinds = new Map(items.flatMap(({ about }) => about.map((entity) => [entity.kind, entity] as const))).values()
  return [
    '/',
    '/incidents',
    `/incidents/${await id('/incidents?limit=1')}`,
    '/incidents/findings',
    `/incidents/findings/${finding}`,
    '/hunt',
    `/hunt/${await id('/hunts?limit=1')}`,
    '/hunt/rows?table=installed&by=product',
    '/software',
    `/software/products/${product}`,
    '/software/vetted',
    `/software/vetted/${await id('/vettings?limit=1')}`,
    '/posture',
    '/evidence',
    `/evidence?source=${await id('/evidence/sources?limit=1')}`,
    ...['gaps', 'feeds', 'analyses', 'formats', 'jobs'].map((part) => `/evidence?part=${part}`),
    ...settings.map((part) => `/settings?part=${part}`),
    `/entity/software/${product}`,
    ...[...kinds].map((entity) => `/entity/${entity.kind}/${encodeURIComponent(entity.id)}`),
    nowhere,
  ]
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Rules that look at colours: the rest is the same page in either theme. */
const colourRules = ['color-contrast', 'link-in-text-block']
const telephone = 390

/**
 * What axe finds on the page that is open, in both themes, and whether it is wider than a telephone.
 * @param part looked at alone: what lies under a dialog cannot be reached
 */
export async function accessibilityFaults(page: Page, part = 'html'): Promise<readonly string[]> {
  const faults: string[] = []
  const look = async (theme: string, axe: AxeBuilder) => {
    const { violations } = await axe.analyze()
    faults.push(...violations.map(({ id, nodes }) => `${theme}, ${id} at ${nodes.map(({ target }) => target.join(' ')).join(' and ')}`))
  }
  const axe = () =>
    new AxeBuilder({ page })
      .include(part)
      .setLegacyMode(true)
      .options({ resultTypes: ['violations'] })
  await look('light', axe().withTags(rules))
  await page.emulateMedia({ colorScheme: 'dark' })
  await look('dark', axe().withRules(colourRules))
  await page.emulateMedia({ colorScheme: 'light' })
  const size = page.viewportSize()
  await page.setViewportSize({ width: telephone, height: 844 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  if (width > telephone) faults.push(`${width} pixels wide`)
  if (size) await page.setViewportSize(size)
  return faults
}
