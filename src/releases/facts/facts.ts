import { ageFacts } from './age.ts'
import { capabilityFacts } from './capability.ts'
import { certificateFacts } from './certificate-table.ts'
import { codeFacts } from './code.ts'
import { dataFacts } from './data.ts'
import { dependencyFacts } from './dependency.ts'
import { emptyFacts } from './empty.ts'
import type { FactRule } from './evidence.ts'
import { firstProgramFacts } from './first-program.ts'
import { footholdFacts } from './footholds.ts'
import { hiddenCodeFacts } from './hidden-code.ts'
import { hookFacts } from './hooks.ts'
import { compromisedFacts } from './known-compromised.ts'
import { nativeFacts } from './native.ts'
import { networkFacts } from './network.ts'
import { pipelineFacts } from './pipeline.ts'
import { publicationFacts } from './publication.ts'
import { ruleFacts } from './rule-hits.ts'
import { shadowingFacts } from './shadowing.ts'
import { sideLoadingFacts } from './side-loading.ts'
import { signatureFacts } from './signature.ts'
import { twinFacts } from './twin-divergence.ts'
import { unopenedFacts } from './unopened.ts'
import { unreadFacts } from './unread.ts'

/** Every fact that a verdict can rest on. A new one is a rule in a file beside this one, an entry here and a line in rules/vet/weights.yaml. */
export const factRules: readonly FactRule[] = [
  ...compromisedFacts,
  ...signatureFacts,
  ...certificateFacts,
  ...hookFacts,
  ...shadowingFacts,
  ...footholdFacts,
  ...codeFacts,
  ...capabilityFacts,
  ...dataFacts,
  ...hiddenCodeFacts,
  ...ruleFacts,
  ...twinFacts,
  ...unopenedFacts,
  ...unreadFacts,
  ...networkFacts,
  ...dependencyFacts,
  ...pipelineFacts,
  ...nativeFacts,
  ...firstProgramFacts,
  ...sideLoadingFacts,
  ...publicationFacts,
  ...emptyFacts,
  ...ageFacts,
]
