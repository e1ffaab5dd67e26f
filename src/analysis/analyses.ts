import type { Analysis } from './analysis.ts'
import { beacon } from './beacon/index.ts'
import { compromisedRelease } from './compromised-release/index.ts'
import { culprit } from './culprit/index.ts'
import { dnsTunnel } from './dns-tunnel/index.ts'
import { exfiltration } from './exfiltration/index.ts'
import { indicatorMatch } from './indicator-match/index.ts'
import { knownExploited } from './known-exploited/index.ts'
import { longConnection } from './long-connection/index.ts'
import { lookalike } from './lookalike/index.ts'
import { mimeMismatch } from './mime-mismatch/index.ts'
import { missingHost } from './missing-host/index.ts'
import { newDestination } from './new-destination/index.ts'
import { patchAge } from './patch-age/index.ts'
import { rareSignature } from './rare-signature/index.ts'
import { releaseBehaviour } from './release-behaviour/index.ts'
import { strobe } from './strobe/index.ts'
import { vulnerable } from './vulnerable/index.ts'

/** Every analysis, in alphabetical order. A new one is a folder and a line here. */
export const analyses: readonly Analysis[] = [
  beacon,
  compromisedRelease,
  culprit,
  dnsTunnel,
  exfiltration,
  indicatorMatch,
  knownExploited,
  longConnection,
  lookalike,
  mimeMismatch,
  missingHost,
  newDestination,
  patchAge,
  rareSignature,
  releaseBehaviour,
  strobe,
  vulnerable,
]
