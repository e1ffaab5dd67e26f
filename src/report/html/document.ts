import { sha256 } from '../../base/hash.ts'
import { element, join, type Markup, text, trusted } from './markup.ts'
import { styleSheet } from './style.ts'

export interface PageParts {
  readonly title: string
  /** Text of the link that jumps over what stands before the main part. */
  readonly skip: string
  readonly masthead: Markup
  readonly contents: Markup
  readonly main: readonly (Markup | undefined)[]
  readonly footer: string
}

/**
 * A page as one file that needs nothing else: no script, no font, no request. The content security policy allows the one style sheet, by
 * its hash, and nothing more, so that evidence that got out of its place could still do nothing.
 */
export function page({ title, skip, masthead, contents, main, footer }: PageParts): string {
  const hash = Buffer.from(sha256(styleSheet), 'hex').toString('base64')
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    meta('http-equiv', 'Content-Security-Policy', `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`),
    meta('name', 'viewport', 'width=device-width, initial-scale=1'),
    meta('name', 'referrer', 'no-referrer'),
    meta('name', 'color-scheme', 'light dark'),
    meta('name', 'robots', 'noindex'),
    element('title', {}, text(title)),
    element('style', {}, trusted(styleSheet)),
  )
  const body = element(
    'body',
    {},
    element('a', { class: 'skip', href: '#main' }, text(skip)),
    element(
      'div',
      { class: 'sheet' },
      join([masthead, element('div', { class: 'columns-page' }, contents, element('main', { id: 'main' }, ...main)), element('footer', {}, text(footer))]),
    ),
  )
  return `<!doctype html>\n${element('html', { lang: 'en-GB' }, head, body)}\n`
}

function meta(kind: 'name' | 'http-equiv', name: string, content: string): Markup {
  return element('meta', { [kind]: name, content })
}
