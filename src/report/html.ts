import { printable } from '../base/text.ts'
import type { Assessment } from './assessment.ts'
import { analysisSection, limitSection } from './html/analyses.ts'
import { page } from './html/document.ts'
import { coverageSection, intakeSection } from './html/evidence.ts'
import { furtherSection } from './html/findings.ts'
import { incidentSection } from './html/incidents.ts'
import { contents, masthead, tiles, toDoSection, verdictBanner } from './html/page.ts'
import { postureSection } from './html/posture.ts'
import { huntsSection } from './hunt/summary-html.ts'
import { sortFindings } from './words.ts'

/** The assessment as one file that needs nothing else. */
export function renderHtml(assessment: Assessment): string {
  const { verdict, folder, incidents, workspace } = assessment
  return page({
    title: `${verdict.word}: Gatehouse assessment of ${printable(folder, 120)}`,
    skip: 'To the verdict',
    masthead: masthead(assessment),
    contents: contents(assessment),
    main: [
      verdictBanner(assessment),
      tiles(assessment),
      toDoSection(assessment),
      incidentSection(assessment),
      furtherSection(sortFindings(assessment).further, incidents.length),
      huntsSection(assessment),
      postureSection(assessment),
      coverageSection(assessment),
      intakeSection(assessment),
      analysisSection(assessment),
      limitSection(assessment),
    ],
    footer: `Workspace ${printable(workspace, 300)}. This page holds no script and asks nothing of any server.`,
  })
}
