import { alpine } from './alpine.ts'
import { debian } from './debian.ts'
import { go } from './go.ts'
import { maven } from './maven.ts'
import { natural, windows } from './natural.ts'
import { nuget } from './nuget.ts'
import { cran, hackage } from './number-lists.ts'
import type { VersionScheme } from './order.ts'
import { packagist } from './packagist.ts'
import { pub } from './pub.ts'
import { python } from './python.ts'
import { rpm } from './rpm.ts'
import { rubygems } from './rubygems.ts'
import { semantic } from './semantic.ts'

/** Every order that is known, with the names it goes by: OSV's ecosystems, types of package URLs, schemes of vers; lower case. */
export const schemes: readonly (readonly [VersionScheme, readonly string[]])[] = [
  [semantic, ['npm', 'semver', 'crates.io', 'cargo', 'hex', 'swift', 'swifturl', 'julia', 'github actions', 'githubactions', 'bitnami', 'vscode']],
  [python, ['pypi']],
  [maven, ['maven']],
  [debian, ['debian', 'deb', 'ubuntu', 'echo']],
  [rpm, ['rpm', 'red hat', 'redhat', 'rocky linux', 'almalinux', 'suse', 'opensuse', 'mageia', 'openeuler', 'azure linux', 'fedora', 'photon os']],
  [alpine, ['alpine', 'apk', 'wolfi', 'chainguard', 'alpaquita', 'minimos']],
  [nuget, ['nuget']],
  [go, ['go', 'golang']],
  [rubygems, ['rubygems', 'gem']],
  [packagist, ['packagist', 'composer']],
  [cran, ['cran', 'bioconductor']],
  [hackage, ['hackage', 'ghc']],
  [pub, ['pub']],
  [windows, ['windows', 'macos', 'intdot']],
]

const byName = new Map(schemes.flatMap(([scheme, names]) => names.map((name) => [name, scheme] as const)))

/** `npm`, `Debian:12`, `Red Hat:enterprise_linux:9::baseos`, `golang` … → its order; the natural one where there is none. */
export function schemeOf(ecosystem: string): VersionScheme {
  return byName.get((ecosystem.split(':')[0] ?? '').trim().toLowerCase()) ?? natural
}
