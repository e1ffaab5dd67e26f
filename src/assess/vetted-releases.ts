import { raw } from '../base/sql.ts'
import type { Lake } from '../lake/lake.ts'
import type { VettedSummary } from '../state/vetted.ts'

/** Tells the lake what vetting said of releases, so that analyses can ask: of one artifact the newest verdict counts. */
export async function tellVetted(lake: Lake, vetted: readonly VettedSummary[]): Promise<void> {
  await lake.run(raw('TRUNCATE TABLE vetted_release'))
  const newest = new Map(vetted.toReversed().map((one) => [one.hash, one]))
  const rows = [...newest.values()].map(({ ecosystem, name, version, hash, word, at }) => ({
    ecosystem,
    name,
    version,
    sha256: hash,
    word,
    vetted_at: Date.parse(at) * 1000,
    line: 0,
  }))
  await lake.append('vetted_release', 0, rows)
}
