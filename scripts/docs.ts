// `npm run docs`: writes the pages of docs/ that are made from the code.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { analyses } from '../src/analysis/analyses.ts'
import { errorCodes } from '../src/base/errors.ts'
import { settings, variableOf } from '../src/base/settings.ts'
import { openApiDocument } from '../src/contract/openapi.ts'
import { formats } from '../src/evidence/formats.ts'
import { tables } from '../src/model/tables.ts'
import { answers } from './asvs.ts'

const source = join(import.meta.dirname, '..', 'src')
const docs = join(source, '..', 'docs')
const note = '<!-- Made by `npm run docs` from the code: change it there. -->\n'

/** The readme of a folder, its headings one level deeper and its links as they are from docs/. */
function readme(...path: readonly string[]): string {
  const folder = join(source, ...path)
  const text = readFileSync(join(folder, 'readme.md'), 'utf8').trim()
  const fromDocs = (target: string) => relative(docs, join(folder, target)).split(sep).join('/')
  const linked = text.replace(/\]\((?!https?:|#|mailto:)([^)]+)\)/g, (_, target: string) => `](${fromDocs(target)})`)
  return linked.replace(/^# .*\n+/, '').replace(/^(#+) /gm, '#$1 ')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function formatsPage(): string {
  const list = formats.map(({ name, title, fills }) => `| [${title}](#${name}) | ${fills.map((table) => `\`${table}\``).join(', ')} |`)
  const sections = formats.map(({ name, title, origin }) => `## ${name}\n\n**${title}.** ${origin}\n\n${readme('evidence', name)}`)
  return `# Formats\n\n${note}\nEvery file is recognised by its content, plain, gzip (.gz) or Zstandard (.zst).\n\n| format | fills |\n|---|---|\n${list.join('\n')}\n\n${sections.join('\n\n')}\n`
}

function analysesPage(): string {
  const list = analyses.map(({ name, title, looksFor }) => `| [${title}](#${name}) | ${cell(looksFor)} |`)
  const sections = analyses.map(({ name, title, looksFor, techniques, needs, betterWith, settings: own }) => {
    const facts = [
      `**${title}.** ${looksFor}`,
      `Needs: ${needs.map((table) => `\`${table}\``).join(', ')}${betterWith ? `; better with ${betterWith.map((table) => `\`${table}\``).join(', ')}` : ''}. ATT&CK: ${techniques.join(', ') || 'none'}.`,
      `Settings: ${
        Object.entries(own)
          .map(([setting, value]) => `\`${setting}\` ${JSON.stringify(value)}`)
          .join(', ') || 'none'
      }.`,
    ]
    return `## ${name}\n\n${facts.join('\n\n')}\n\n${readme('analysis', name)}`
  })
  return `# Analyses\n\n${note}\n| analysis | looks for |\n|---|---|\n${list.join('\n')}\n\n${sections.join('\n\n')}\n`
}

function errorsPage(): string {
  const list = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`)
  return `# Errors\n\n${note}\nEvery error says what happened, what to do about it, and its code in brackets.\n\n| code | meaning |\n|---|---|\n${list.join('\n')}\n\nExit codes: 0 nothing at or above \`--fail-on\`, 1 something is, 2 usage, 3 incomplete, 70 internal error, 130 interrupted.\n`
}

function settingsPage(): string {
  const list = Object.entries(settings).map(
    ([path, setting]) => `| \`${path}\` | \`${variableOf(path)}\` | \`${cell(JSON.stringify(setting.default))}\` | ${cell(setting.doc)} |`,
  )
  return `# Settings\n\n${note}\nFrom \`gatehouse.yaml\` in the working folder (or \`--config FILE\`), over it environment variables, over them flags. \`gatehouse config show\` tells where each value came from. Settings of analyses go under \`analyses.NAME.SETTING\`; see [analyses](analyses.md).\n\n| setting | variable | default | what it is |\n|---|---|---|---|\n${list.join('\n')}\n`
}

function tablesPage(): string {
  const sections = Object.entries(tables).map(([name, table]) => {
    const columns = Object.entries(table.columns).map(([column, { type, doc }]) => `| \`${column}\` | ${type} | ${cell(doc)} |`)
    return `## ${name}\n\n${table.title}.${'ocsf' in table ? ` OCSF ${table.ocsf}.` : ''}\n\n| column | type | meaning |\n|---|---|---|\n${columns.join('\n')}`
  })
  return `# Tables of the lake\n\n${note}\nNames follow OCSF 1.8 paths (\`src_endpoint.ip\` → \`src_ip\`). Every table also has \`source\` and \`line\`: the evidence that a row comes from. A type that ends in \`?\` may be unknown, which is never “no” or zero. Times are microseconds, UTC.\n\n${sections.join('\n\n')}\n`
}

/** `path › title` as a link. */
function testLink(test: string): string {
  const [path = '', title = ''] = test.split(' › ')
  return `[${title.replace(' %s', ' …')}](../${path})`
}

function securityPage(): string {
  const { tests, requirements } = answers()
  const rows = Object.entries(requirements).map(([id, { answer, says, tests: named, see }]) => {
    const proof = [...named.map((name) => testLink(tests[name] ?? name)), ...see.map((path) => `[${path.split('/').at(-1)}](../${path})`)]
    return `| ${id} | ${answer} | ${cell(says)} | ${proof.join('; ')} |`
  })
  const count = (wanted: string) => Object.values(requirements).filter(({ answer }) => answer === wanted).length
  const sum = `Of ${rows.length} requirements ${count('met')} are met, ${count('not met')} are not, ${count('not applicable')} do not apply.`
  const about =
    'Chapters 3 (browser), 6 (authentication), 7 (sessions), 8 (authorisation), 13.4 (leaks) and 16 (logging). The numbers are those of [OWASP ASVS 5.0](https://github.com/OWASP/ASVS/tree/v5.0.0/5.0), where the requirements stand.'
  const table = `| number | answer | how, or why not | held by |\n|---|---|---|---|\n${rows.join('\n')}`
  return `# Security of the service\n\n${note}\n${readme('service', 'login')}\n\n## OWASP ASVS 5.0, line by line\n\n${about} ${sum}\n\n${table}\n`
}

/** Page → text, for the test that holds docs/ to the code. */
export const pages: Readonly<Record<string, () => string>> = {
  'formats.md': formatsPage,
  'analyses.md': analysesPage,
  'errors.md': errorsPage,
  'settings.md': settingsPage,
  'tables.md': tablesPage,
  'security.md': securityPage,
  'openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
}

if (import.meta.main) for (const [name, page] of Object.entries(pages)) writeFileSync(join(docs, name), page())
