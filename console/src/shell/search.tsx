import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { asking } from '../api/call.ts'
import { sentence } from '../base/sentence.ts'
import { destinations } from './destinations.ts'
import { pathTo } from './path-to.ts'

/** Go anywhere by name: pages at once, everything else as the service finds it. */
export function Search({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 150)
  const navigate = useNavigate()
  const answer = useQuery({
    ...asking('search', { query: { text: asked } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  useEffect(() => spotlight.open(), [])
  const go = (href: string) => void navigate({ href })
  const pages = destinations
    .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
    .map(({ to, name }): SpotlightActionData => ({ id: to, label: name, description: 'Page', onClick: () => go(to) }))
  const found = (text.trim() === '' ? [] : (answer.data?.items ?? [])).map(
    ({ kind, id, title, says }): SpotlightActionData => ({
      id: `${kind}:${id}`,
      label: sentence(title),
      description: sentence(says),
      onClick: () => go(pathTo(kind, id)),
    }),
  )
  const nothing = answer.isFetching || asked !== text.trim() ? 'Looking …' : answer.error ? answer.error.message : 'Nothing by that name'
  return (
    <Spotlight
      actions={[...pages, ...found]}
      filter={(_, actions) => actions}
      query={text}
      onQueryChange={setText}
      onSpotlightClose={close}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      shortcut={null}
      nothingFound={nothing}
      searchProps={{ placeholder: 'A host, release, destination, hash, incident …', 'aria-label': 'Search' }}
      attributes={{ content: { 'aria-label': 'Find anything' } }}
      scrollable
      maxHeight={420}
    />
  )
}
