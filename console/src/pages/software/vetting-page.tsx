import { Page } from '../../parts/page.tsx'

export function VettingPage() {
  return <Page title="VettingPage">{null}</Page>
}
