import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../src/base/errors.ts'
import { publicRegistry } from '../../src/knowledge/npm/config.ts'
import type { ReleaseRecord } from '../../src/releases/record.ts'
import type { Publication } from '../../src/releases/release.ts'
import { reconstructions } from '../../test/reconstructions/index.ts'
import type { Reconstruction } from '../../test/reconstructions/reconstruction.ts'
import { fetchPins, type Pin, pinnedPath } from '../../test/support/corpus.ts'
import { type KeptFindings, keptFindings, sourceStamp } from './kept-findings.ts'
import { type CorpusPackage, corpus, type Half, halfOf, pairsOf } from './manifest.ts'
import { type Findings, findingsOf } from './vet-pair.ts'

export interface BenignFindings {
  readonly package: string
  readonly pair: string
  readonly findings?: Findings
  /** Why there are none. */
  readonly failed?: string
}

export interface AttackFindings {
  readonly reconstruction: Reconstruction
  /** One for each step. */
  readonly steps: readonly Findings[]
  readonly base?: 'real' | 'made-up'
  readonly failed?: string
}

/** The benign pairs of a half, package by package, at most so many packages: the first ones by the hash of their names. */
export async function* benignFindings(half: Half, most = Number.POSITIVE_INFINITY, only: readonly string[] = []): AsyncGenerator<BenignFindings> {
  const kept = keptFindings(sourceStamp())
  const wanted = corpus().filter(({ name }) => halfOf(name) === half && (only.length === 0 || only.includes(name)))
  for (const package_ of wanted.slice(0, most)) {
    const pairs = pairsOf(package_)
    const missing = await fetchPins(pairs.flatMap((pair) => [pair.old, pair.new]))
    yield* packageFindings(package_, missing, kept)
  }
}

async function* packageFindings(package_: CorpusPackage, missing: ReadonlyMap<Pin, string>, kept: KeptFindings): AsyncGenerator<BenignFindings> {
  const failures = new Map([...missing].map(([pin, why]) => [pin.version, why]))
  let last: { readonly version: string; readonly record: ReleaseRecord } | undefined
  // Oldest pair first, so that the record of a release serves the pair after it.
  for (const pair of pairsOf(package_).toReversed()) {
    const name = `${package_.name} ${pair.old.version} → ${pair.new.version}`
    const shown = { package: package_.name, pair: name }
    const why = failures.get(pair.old.version) ?? failures.get(pair.new.version)
    const known = kept.get(name)
    if (why !== undefined) yield { ...shown, failed: why }
    else if (known) yield { ...shown, findings: known }
    else {
      const previous = last?.version === pair.old.version ? last.record : given(package_, pair.old)
      try {
        const { findings, record } = await findingsOf(given(package_, pair.new), previous)
        last = { version: pair.new.version, record }
        kept.set(name, findings)
        yield { ...shown, findings }
      } catch (error) {
        yield { ...shown, failed: messageOf(error) }
      }
    }
  }
}

function given({ name, releases }: CorpusPackage, pin: Pin) {
  return {
    artifact: pinnedPath(pin),
    identity: { ecosystem: 'npm', name, version: pin.version, purl: `pkg:npm/${name}@${pin.version}` },
    publication: publication(releases, pin.version),
  }
}

/** What the manifest knows of a publication: moments. Publishers and provenance stay unknown. */
function publication(releases: CorpusPackage['releases'], version: string): Publication {
  const moment = releases.find((release) => release.version === version)?.published
  const before = releases.filter(({ published }) => published !== undefined && moment !== undefined && published < moment)
  return {
    registry: publicRegistry,
    ...(moment !== undefined && { publishedAt: moment }),
    provenance: null,
    history: before
      .map(({ version, published }) => ({ version, ...(published !== undefined && { publishedAt: published }), provenance: null }))
      .sort((a, b) => (a.publishedAt ?? '').localeCompare(b.publishedAt ?? '')),
  }
}

/** Makes reconstructions, vets them and throws their artifacts away. */
export async function* attackFindings(wanted: (each: Reconstruction) => boolean = () => true, benign = false): AsyncGenerator<AttackFindings> {
  const kept = keptFindings(sourceStamp())
  for (const reconstruction of reconstructions.filter(wanted)) {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-attack-'))
    try {
      yield await attackFinding(reconstruction, folder, kept, benign)
    } catch (error) {
      yield { reconstruction, steps: [], failed: messageOf(error) }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function attackFinding(reconstruction: Reconstruction, folder: string, kept: KeptFindings, benign: boolean): Promise<AttackFindings> {
  const made = await (benign && reconstruction.benign ? reconstruction.benign(folder) : reconstruction.make(folder))
  if (typeof made === 'string') return { reconstruction, steps: [], failed: made }
  const steps: Findings[] = []
  for (const [index, step] of made.steps.entries()) {
    const name = `${benign ? 'benign' : 'attack'} ${reconstruction.name} ${index} ${made.base}`
    const known = kept.get(name)
    const findings =
      known ??
      (
        await findingsOf(
          { artifact: step.new, ...(step.newPublication && { publication: step.newPublication }) },
          { artifact: step.old, ...(step.oldPublication && { publication: step.oldPublication }) },
        )
      ).findings
    if (!known) kept.set(name, findings)
    steps.push(findings)
  }
  return { reconstruction, steps, base: made.base }
}
