import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Publication } from '../../src/releases/release.ts'
import { type BasePair, basePair } from './bases.ts'
import { type Evasion, type EvasionName, evasions } from './evasions/index.ts'
import { type PackageFiles, writeTarball } from './package-files.ts'
import type { Made, Reconstruction, Step } from './reconstruction.ts'
import { apply, type Tampering, tampering, withManifest } from './tampering.ts'

/** An attack on an npm package, told once; each evasion makes a reconstruction of its own. */
export interface NpmAttack {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly use: 'development' | 'held-out'
  /** Package of bases.json. */
  readonly base: string
  /** Of the attack; the next patch after the release before when absent, as nearly all of them were numbered. */
  readonly version?: string
  tamper(base: BasePair): Partial<Tampering> | Promise<Partial<Tampering>>
  readonly evasions?: readonly EvasionName[]
  /** What the registry says of the two releases where that is part of the case. */
  readonly publications?: { readonly old: Publication; readonly new: Publication }
}

export function npmReconstructions(attack: NpmAttack): readonly Reconstruction[] {
  return [undefined, ...(attack.evasions ?? [])].map((evasion) => ({
    name: evasion === undefined ? attack.name : `${attack.name}+${evasion}`,
    attack: attack.name,
    ...(evasion !== undefined && { evasion }),
    title: evasion === undefined ? attack.title : `${attack.title}; ${evasion === 'two-step' ? 'in two releases' : evasions[evasion].title}`,
    source: attack.source,
    use: attack.use,
    make: (folder) => make(attack, evasion, folder),
    benign: (folder) => makeBenign(attack, folder),
  }))
}

async function make(attack: NpmAttack, evasion: EvasionName | undefined, folder: string): Promise<Made | string> {
  const base = await basePair(attack.base)
  const module = (JSON.parse(base.new.get('package.json')?.toString() ?? '{}') as { type?: string }).type === 'module'
  const version = attack.version ?? next(versionOf(base.old))
  const whole = tampering(await attack.tamper(base))
  if (!fits(whole, base)) return `the releases of ${attack.base} cannot be fetched, and the made-up ones do not have the files that were tampered with`
  const release = (number: string, files: PackageFiles) => withManifest(files, { version: number })
  const write = artifactWriter(folder)
  const old = write('old', base.old)
  const publications = attack.publications && { oldPublication: attack.publications.old, newPublication: attack.publications.new }
  if (evasion === 'two-step') {
    const middle = write('middle', release(version, apply(base.new, asleep(whole))))
    const awake = write('new', release(next(version), apply(base.new, whole)))
    const steps: readonly Step[] = [
      { old, new: middle },
      { old: middle, new: awake },
    ]
    return { steps, base: base.kind }
  }
  const { rewrite, finish }: Partial<Evasion> = evasion === undefined ? {} : evasions[evasion]
  const evaded = rewrite === undefined ? whole : rewrite(whole, { module })
  if (evaded === undefined) return 'the evasion makes no difference to this attack'
  const tampered = release(version, apply(base.new, evaded))
  return { steps: [{ old, new: write('new', finish === undefined ? tampered : finish(tampered)), ...publications }], base: base.kind }
}

/** False where a made-up base, in place of one that cannot be fetched, lacks what the attack is put into. */
function fits({ injected, added, manifest }: Tampering, { kind, new: files }: BasePair): boolean {
  if (kind === 'real') return true
  return injected.every(({ into }) => files.has(into)) && injected.length + added.length + Object.keys(manifest).length > 0
}

async function makeBenign(attack: NpmAttack, folder: string): Promise<Made | string> {
  const base = await basePair(attack.base)
  const write = artifactWriter(folder)
  return { steps: [{ old: write('old', base.old), new: write('benign', base.new) }], base: base.kind }
}

function artifactWriter(folder: string): (name: string, files: PackageFiles) => string {
  mkdirSync(folder, { recursive: true })
  return (name, files) => {
    const path = join(folder, `${name}.tgz`)
    writeFileSync(path, writeTarball(files))
    return path
  }
}

/** The part that does nothing yet: files that nothing loads, functions that nothing calls. */
function asleep(whole: Tampering): Tampering {
  const injected = whole.injected.filter(({ trigger }) => trigger !== undefined).map(({ into, at, code }) => ({ into, at, code }))
  return { ...whole, manifest: {}, injected }
}

function versionOf(files: PackageFiles): string {
  return (JSON.parse(files.get('package.json')?.toString() ?? '{}') as { version?: string }).version ?? '1.0.0'
}

function next(version: string): string {
  return version.replace(/\d+$/, (patch) => String(Number(patch) + 1))
}
