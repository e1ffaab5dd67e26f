import { Page } from '../../parts/page.tsx'

export function SoftwarePage() {
  return <Page title="SoftwarePage">{null}</Page>
}
