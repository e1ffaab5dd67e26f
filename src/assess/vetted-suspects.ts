import { plainName } from '../base/text.ts'
import { compareVersions } from '../base/version-order.ts'
import type { Incident } from '../model/incident.ts'
import type { VettedSuspect } from '../report/assessment.ts'
import type { VettedReleases } from '../state/vetted.ts'

const mostSuspects = 20
/** Changed files of each that are shown; the workspace has them all. */
const mostFiles = 400

/** Verdicts on the releases that incidents name, as far as they were vetted in this workspace; the newest verdict of each. */
export async function vettedSuspects(incidents: readonly Incident[], vetted: VettedReleases<unknown>): Promise<readonly VettedSuspect[]> {
  const releases = new Set(incidents.flatMap((incident) => incident.about).flatMap((entity) => (entity.kind === 'release' ? [entity.id] : [])))
  if (releases.size === 0) return []
  const known = await vetted.list()
  const suspects: VettedSuspect[] = []
  for (const release of releases) {
    const at = release.lastIndexOf('@')
    const [product, version] = [plainName(release.slice(0, at)), release.slice(at + 1)]
    const found = known.find((one) => plainName(one.name) === product && one.version !== '' && compareVersions(one.ecosystem, one.version, version) === 0)
    const vetting = found && (await vetted.byHash(found.hash))
    if (vetting) suspects.push({ release, vetting: { ...vetting, tree: vetting.tree.toSorted((a, b) => b.points - a.points).slice(0, mostFiles) } })
    if (suspects.length >= mostSuspects) break
  }
  return suspects
}
