import { accountChange } from './account-change/index.ts'
import type { Analysis } from './analysis.ts'
import { beacon } from './beacon/index.ts'
import { caseAccount } from './case-account/index.ts'
import { chain } from './chain/index.ts'
import { compromisedRelease } from './compromised-release/index.ts'
import { culprit } from './culprit/index.ts'
import { dnsTunnel } from './dns-tunnel/index.ts'
import { dormantPrivileged } from './dormant-privileged/index.ts'
import { endOfLife } from './end-of-life/index.ts'
import { exfiltration } from './exfiltration/index.ts'
import { factorCoverage } from './factor-coverage/index.ts'
import { factorFatigue } from './factor-fatigue/index.ts'
import { factorGuessing } from './factor-guessing/index.ts'
import { impossibleTravel } from './impossible-travel/index.ts'
import { indicatorMatch } from './indicator-match/index.ts'
import { knownExploited } from './known-exploited/index.ts'
import { legacyProtocol } from './legacy-protocol/index.ts'
import { longConnection } from './long-connection/index.ts'
import { lookalike } from './lookalike/index.ts'
import { mimeMismatch } from './mime-mismatch/index.ts'
import { missingHost } from './missing-host/index.ts'
import { newDestination } from './new-destination/index.ts'
import { newFactor } from './new-factor/index.ts'
import { outOfDate } from './out-of-date/index.ts'
import { passwordAlone } from './password-alone/index.ts'
import { patchAge } from './patch-age/index.ts'
import { privilegedFactor } from './privileged-factor/index.ts'
import { rareSignature } from './rare-signature/index.ts'
import { releaseBehaviour } from './release-behaviour/index.ts'
import { securityTool } from './security-tool/index.ts'
import { sessionReplay } from './session-replay/index.ts'
import { specialAccount } from './special-account/index.ts'
import { strobe } from './strobe/index.ts'
import { supplierAccount } from './supplier-account/index.ts'
import { unenforcedFactor } from './unenforced-factor/index.ts'
import { updateSafety } from './update-safety/index.ts'
import { vex } from './vex/index.ts'
import { vulnerable } from './vulnerable/index.ts'

/** Every analysis, in alphabetical order. A new one is a folder and a line here. */
export const analyses: readonly Analysis[] = [
  accountChange,
  beacon,
  caseAccount,
  chain,
  compromisedRelease,
  culprit,
  dnsTunnel,
  dormantPrivileged,
  endOfLife,
  exfiltration,
  factorCoverage,
  factorFatigue,
  factorGuessing,
  impossibleTravel,
  indicatorMatch,
  knownExploited,
  legacyProtocol,
  longConnection,
  lookalike,
  mimeMismatch,
  missingHost,
  newDestination,
  newFactor,
  outOfDate,
  passwordAlone,
  patchAge,
  privilegedFactor,
  rareSignature,
  releaseBehaviour,
  securityTool,
  sessionReplay,
  specialAccount,
  strobe,
  supplierAccount,
  unenforcedFactor,
  updateSafety,
  vex,
  vulnerable,
]
