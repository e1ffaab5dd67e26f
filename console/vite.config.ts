import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { operations } from '../src/contract/operations.ts'
import { pageTheme } from '../src/figures/page-theme.ts'

const themeModule = 'virtual:page-theme.css'

/** The colours of report and figures as a style sheet, from the one place where they stand. */
function pageThemeSheet(): Plugin {
  return {
    name: 'page-theme',
    resolveId: (id) => (id === themeModule ? `\0${themeModule}` : undefined),
    load: (id) =>
      id === `\0${themeModule}`
        ? `:root { ${pageTheme('light')} }\n:root[data-mantine-color-scheme="dark"] { ${pageTheme('dark')} }\n@media print { :root { ${pageTheme('light')} } }`
        : undefined,
  }
}

const operationsModule = 'virtual:operations'

/** Method and path of every operation, without the schemas: the console needs those as types only, and zod weighs more than a page. */
function operationTable(): Plugin {
  const table = Object.fromEntries(Object.values(operations).map(({ id, method, path }) => [id, [method, path]]))
  return {
    name: 'operations',
    resolveId: (id) => (id === operationsModule ? `\0${operationsModule}` : undefined),
    load: (id) => (id === `\0${operationsModule}` ? `export const operations = ${JSON.stringify(table)}` : undefined),
  }
}

/** Vite's own server is for developing: it passes the API on to a running `gatehouse serve`. */
const service = process.env.GATEHOUSE_SERVICE ?? 'http://127.0.0.1:8480'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pageThemeSheet(), operationTable()],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    manifest: true,
    // Nothing inside the style sheets or scripts as data: the content policy allows no inline code.
    assetsInlineLimit: 0,
    // A preload of modules would be an inline script in older browsers; the ones we support need none.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Small parts that most pages share come as one file: sixty of them, one after the other over a few connections, took longer than all they hold.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 9, maxModuleSize: 20_000 }] } } },
    // Held by test/console-size.spec.ts, packed and for the whole first page.
    chunkSizeWarningLimit: 1000,
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: service } } },
})
