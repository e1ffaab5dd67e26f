import 'virtual:page-theme.css'
import './style/mantine.css'
import './style/theme.css'
import './style/base.css'
import './style/layout.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut, queryClient } from './api/query-client.ts'
import { sessionQuery } from './api/session.ts'
import { router } from './router.ts'
import { Theme } from './shell/theme.tsx'

onSignedOut(() => {
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey })
  void router.invalidate()
})

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the console')
createRoot(root).render(
  <StrictMode>
    <Theme>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Theme>
  </StrictMode>,
)
