import { Page } from '../../parts/page.tsx'

export function HuntPage() {
  return <Page title="HuntPage">{null}</Page>
}
