import type { Assessment } from './assessment.ts'

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const jsonFormatVersion = 1

// As in base/text.ts printable(), but for the C0 set, which JSON escapes itself: what could act on a terminal stays data.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * The assessment as one JSON document:
 *
 * - `format` "gatehouse-assessment", `formatVersion`, `gatehouse.version`, `assessedAt`, `folder`, `workspace`
 * - `verdict` { word: HIT | EXPOSED | NOT SEEN | CANNOT TELL, sentence, next }
 * - `incidents` and `findings`, the gravest first, as in model/incident.ts and model/finding.ts; `severity` 1 (information) … 5 (critical),
 *   `confidence` 0…1, figures as data (model/figure.ts, times in seconds since 1970)
 * - `analyses` how each ended, `coverage` what each source gave to each table, `intake` what became of the files
 *
 * Times are ISO 8601, UTC. Characters that act on terminals are escaped, so that the output can be shown as it is.
 */
export function renderJson(assessment: Assessment): string {
  const { gatehouse, assessedAt, folder, workspace, verdict, incidents, findings, analyses, coverage, intake } = assessment
  const document = {
    format: 'gatehouse-assessment',
    formatVersion: jsonFormatVersion,
    gatehouse,
    assessedAt,
    folder,
    workspace,
    verdict,
    incidents,
    findings,
    analyses,
    coverage,
    intake,
  }
  const text = JSON.stringify(document, null, 2)
  return `${text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
