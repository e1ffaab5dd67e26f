import type { Vetting } from '../../src/releases/vetting.ts'
import type { Assessment } from '../../src/report/assessment.ts'
import { sampleAssessment } from './assessment.ts'
import { sampleVetting } from './vetting.ts'

/** Texts that try to get out of where they are shown. */
export const hostileTexts = [
  'nul\u0000byte',
  '\u001b[2J\u001b[31mred\u001b]0;title\u0007',
  '\u009b31mc1',
  '<script>document.title="owned"</script>',
  '"onload="document.title=\'owned\'" x="',
  "'><img src=x onerror=document.title='owned'>",
  '</style></svg></title><script>document.title="owned"</script>',
  ']]><!--',
  'exe\u202egpj.scr',
  '\u2066isolated\u2069',
  `${'A'.repeat(10_000)}.invalid`,
  'column|of|pipes',
  'two\nlines\r\nand\ttabs',
  '\ud800lone surrogate \uffff',
  'javascript:document.title="owned"',
  '&lt;b&gt; &amp;',
] as const

/** Every text of the sample replaced by hostile ones. */
export function hostileAssessment(): Assessment {
  const bad = spoiled(sampleAssessment())
  // The tie between an incident and a vetted release holds.
  const release = bad.incidents.flatMap((incident) => incident.about).find((entity) => entity.kind === 'release')?.id ?? ''
  return { ...bad, vettings: bad.vettings.map((suspect) => ({ ...suspect, release })) }
}

/** The same for a verdict on a release. */
export function hostileVetting(): Vetting {
  return spoiled(sampleVetting())
}

function spoiled<T>(sample: T): T {
  let next = 0
  const spoil = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return untouched.has(key) ? value : (hostileTexts[next++ % hostileTexts.length] ?? value)
    if (Array.isArray(value)) return value.map((item) => spoil(item, key))
    if (isEntity(value)) return { kind: value.kind, id: spoil(value.id, 'entity') }
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner, name)]))
    return value
  }
  return spoil(sample, '') as T
}

/** Closed sets and times, which no evidence can set; ids tie findings to incidents. */
const untouched = new Set([
  'kind',
  'tone',
  'outcome',
  'word',
  'first',
  'last',
  'from',
  'until',
  'assessedAt',
  'id',
  'findings',
  'class',
  'change',
  'state',
  'basis',
  'gained',
  'lost',
  'capabilities',
  'code',
  'technique',
  'at',
  'signedAt',
])

function isEntity(value: unknown): value is { kind: string; id: string } {
  return value !== null && typeof value === 'object' && Object.keys(value).toSorted().join() === 'id,kind'
}
