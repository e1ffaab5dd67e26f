import { packageName } from './purl.ts'

/** Types of package URLs by OSV's ecosystems, without their release, lower case: https://ossf.github.io/osv-schema/#defined-ecosystems */
const types: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'pypi',
  go: 'golang',
  'crates.io': 'cargo',
  maven: 'maven',
  nuget: 'nuget',
  rubygems: 'gem',
  packagist: 'composer',
  pub: 'pub',
  hex: 'hex',
  hackage: 'hackage',
  ghc: 'hackage',
  cran: 'cran',
  bioconductor: 'bioconductor',
  conancenter: 'conan',
  swifturl: 'swift',
  'github actions': 'github',
  bitnami: 'bitnami',
  julia: 'julia',
  debian: 'deb',
  ubuntu: 'deb',
  echo: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  alpaquita: 'apk',
  minimos: 'apk',
  'red hat': 'rpm',
  'rocky linux': 'rpm',
  almalinux: 'rpm',
  suse: 'rpm',
  opensuse: 'rpm',
  mageia: 'rpm',
  openeuler: 'rpm',
  'azure linux': 'rpm',
  'photon os': 'rpm',
}

/** OSV's names of ecosystems whose type of package URL is theirs alone. */
const ecosystems: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  golang: 'Go',
  cargo: 'crates.io',
  gem: 'RubyGems',
  nuget: 'NuGet',
  maven: 'Maven',
  composer: 'Packagist',
  hex: 'Hex',
  pub: 'Pub',
}

/** The ecosystem as OSV names it, by a type of package URL in small letters; undefined where that does not tell it. */
export function ecosystemOfType(type: string): string | undefined {
  return Object.hasOwn(ecosystems, type) ? ecosystems[type] : undefined
}

/** `Debian:12` → `debian`. */
export function ecosystemBase(ecosystem: string): string {
  return (ecosystem.split(':')[0] ?? '').trim().toLowerCase()
}

/** The type of package URL of an ecosystem as OSV names it, with or without release; undefined for one that has none. */
export function purlTypeOf(ecosystem: string): string | undefined {
  return types[ecosystemBase(ecosystem)]
}

/** What a package is looked up by, however its source writes the name: Maven's `group:artifact` is `group/artifact`. */
export function packageKey(type: string, name: string): string {
  return packageName(type, type === 'maven' ? name.replace(':', '/') : name)
}
