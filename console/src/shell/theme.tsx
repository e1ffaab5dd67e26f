import { createTheme, MantineProvider, Modal } from '@mantine/core'
import type { ReactNode } from 'react'

const theme = createTheme({
  cursorType: 'pointer',
  respectReducedMotion: true,
  defaultRadius: 'md',
  components: {
    Modal: Modal.extend({
      defaultProps: {
        // Mantine would lock the scroll of the page with a style element, which the content policy refuses.
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 0 },
        closeButtonProps: { 'aria-label': 'Close' },
        // Its header element would be a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    }),
  },
})

/**
 * Mantine without the style elements that it would write into the page: its variables come from its own sheet and from theme.css, so that
 * the content policy can refuse all inline styles (docs/console.md).
 */
export function Theme({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  )
}
