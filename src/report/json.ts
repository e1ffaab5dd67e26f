import type { Assessment } from './assessment.ts'
import { documentText } from './document-text.ts'

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const jsonFormatVersion = 1

/**
 * The assessment as one JSON document:
 *
 * - `format` "gatehouse-assessment", `formatVersion`, `gatehouse.version`, `assessedAt`, `folder`, `workspace`
 * - `verdict` { word: HIT | EXPOSED | NOT SEEN | CANNOT TELL, sentence, next }
 * - `incidents` and `findings`, the gravest first, as in model/incident.ts and model/finding.ts; `severity` 1 (information) … 5 (critical),
 *   `confidence` 0…1, figures as data (model/figure.ts, times in seconds since 1970)
 * - `vettings` verdicts of gatehouse vet on releases that incidents name, as in releases/vetting.ts
 * - `hunts` answers of gatehouse hunt to the advisories of this workspace, as in model/hunt.ts
 * - `posture` states of accounts and software, part by part, as in model/posture.ts: small tables in which null is unknown
 * - `analyses` how each ended, `coverage` what each source gave to each table, `intake` what became of the files
 *
 * Times are ISO 8601, UTC. Characters that act on terminals are escaped, so that the output can be shown as it is.
 */
export function renderJson(assessment: Assessment): string {
  const { gatehouse, assessedAt, folder, workspace, verdict, incidents, findings, analyses, coverage, intake, vettings, hunts, posture } = assessment
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
    vettings,
    hunts,
    posture,
    analyses,
    coverage,
    intake,
  }
  return documentText(document)
}
