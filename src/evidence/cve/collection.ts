/** Types of package URLs by the hosts that records give as `collectionURL`: https://cveproject.github.io/cve-schema/schema/docs/ (affected, collectionURL). */
const types: Readonly<Record<string, string>> = {
  'npmjs.org': 'npm',
  'npmjs.com': 'npm',
  'pypi.org': 'pypi',
  'pypi.python.org': 'pypi',
  'repo.maven.apache.org': 'maven',
  'repo1.maven.org': 'maven',
  'maven.org': 'maven',
  'central.sonatype.com': 'maven',
  'mvnrepository.com': 'maven',
  'rubygems.org': 'gem',
  'crates.io': 'cargo',
  'nuget.org': 'nuget',
  'packagist.org': 'composer',
  'pkg.go.dev': 'golang',
  'proxy.golang.org': 'golang',
  'pub.dev': 'pub',
  'hex.pm': 'hex',
  'hackage.haskell.org': 'hackage',
  'cran.r-project.org': 'cran',
}

/** The type of the packages of a collection, by its host or a domain above it; undefined for one that is not known. */
export function typeOfCollection(url: string): string | undefined {
  const host = URL.parse(url.includes('://') ? url : `https://${url}`)?.hostname ?? ''
  const labels = host.split('.')
  for (let from = 0; from < labels.length - 1; from += 1) {
    const type = types[labels.slice(from).join('.')]
    if (type !== undefined) return type
  }
  return undefined
}
