import { Page } from '../../parts/page.tsx'

export function HuntsPage() {
  return <Page title="HuntsPage">{null}</Page>
}
