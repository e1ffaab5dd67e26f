import { Page } from '../../parts/page.tsx'

export function RowsPage() {
  return <Page title="RowsPage">{null}</Page>
}
