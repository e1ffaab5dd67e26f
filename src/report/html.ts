import { sha256 } from '../base/hash.ts'
import { printable } from '../base/text.ts'
import type { Assessment } from './assessment.ts'
import { analysisSection, limitSection } from './html/analyses.ts'
import { coverageSection, intakeSection } from './html/evidence.ts'
import { furtherSection } from './html/findings.ts'
import { incidentSection } from './html/incidents.ts'
import { element, join, type Markup, text, trusted } from './html/markup.ts'
import { contents, masthead, tiles, toDoSection, verdictBanner } from './html/page.ts'
import { styleSheet } from './html/style.ts'
import { sortFindings } from './words.ts'

/**
 * The assessment as one file that needs nothing else: no script, no font, no request. The content security policy allows the one style
 * sheet, by its hash, and nothing more, so that evidence that got out of its place could still do nothing.
 */
export function renderHtml(assessment: Assessment): string {
  const { verdict, folder } = assessment
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
    element('title', {}, text(`${verdict.word}: Gatehouse assessment of ${printable(folder, 120)}`)),
    element('style', {}, trusted(styleSheet)),
  )
  return `<!doctype html>\n${element('html', { lang: 'en-GB' }, head, body(assessment))}\n`
}

function meta(kind: 'name' | 'http-equiv', name: string, content: string): Markup {
  return element('meta', { [kind]: name, content })
}

function body(assessment: Assessment): Markup {
  const { further } = sortFindings(assessment)
  const main = element(
    'main',
    { id: 'main' },
    verdictBanner(assessment),
    tiles(assessment),
    toDoSection(assessment),
    incidentSection(assessment),
    furtherSection(further, assessment.incidents.length),
    coverageSection(assessment),
    intakeSection(assessment),
    analysisSection(assessment),
    limitSection(assessment),
  )
  const footer = element('footer', {}, text(`Workspace ${printable(assessment.workspace, 300)}. This page holds no script and asks nothing of any server.`))
  return element(
    'body',
    {},
    element('a', { class: 'skip', href: '#main' }, text('To the verdict')),
    element('div', { class: 'sheet' }, join([masthead(assessment), element('div', { class: 'columns-page' }, contents(assessment), main), footer])),
  )
}
