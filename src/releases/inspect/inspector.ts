import type { InspectedFile, Reading } from '../reading.ts'
import { loadEngine } from '../yara/engine.ts'
import { loadRules, ruleScanner } from '../yara/rules.ts'
import type { Inspector, Scanner } from './inspect-member.ts'
import type { Setup } from './inspection.ts'
import { readers } from './readers.ts'

/** The readers and scanners of the child. All native code is loaded when it returns. */
export function inspector({ rules, families, limits }: Setup): Inspector {
  loadEngine()
  return { readers, scanners: [rulesWhenNeeded(rules, families)], limits }
}

/** Compiling the rules costs more than reading most packages: it waits for the first file that is scanned. */
function rulesWhenNeeded(folders: readonly string[], families: boolean): Scanner {
  let scan: ((file: InspectedFile) => Reading) | undefined
  return (file) => {
    scan ??= ruleScanner(loadRules({ folders, families }))
    return scan(file)
  }
}
