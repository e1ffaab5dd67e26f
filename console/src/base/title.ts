import { useEffect } from 'react'

/** The name of the page in the browser's tab, the particular before the general. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Gatehouse' : `${title} · Gatehouse`
  }, [title])
}
