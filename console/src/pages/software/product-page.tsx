import { Page } from '../../parts/page.tsx'

export function ProductPage() {
  return <Page title="ProductPage">{null}</Page>
}
