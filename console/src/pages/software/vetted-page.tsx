import { Page } from '../../parts/page.tsx'

export function VettedPage() {
  return <Page title="VettedPage">{null}</Page>
}
