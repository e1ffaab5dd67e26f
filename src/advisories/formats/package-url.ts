import { ecosystemBase, ecosystemOfType, purlTypeOf } from '../../base/ecosystem.ts'
import { formatPurl, parsePurl } from '../../base/purl.ts'

/** Distributions as OSV names them, with the namespace of their package URLs: https://github.com/package-url/purl-spec/tree/main/types-doc */
const distributions: readonly (readonly [string, string])[] = [
  ['Debian', 'debian'],
  ['Ubuntu', 'ubuntu'],
  ['Echo', 'echo'],
  ['Alpine', 'alpine'],
  ['Wolfi', 'wolfi'],
  ['Chainguard', 'chainguard'],
  ['Alpaquita', 'alpaquita'],
  ['MinimOS', 'minimos'],
  ['Red Hat', 'redhat'],
  ['Rocky Linux', 'rocky-linux'],
  ['AlmaLinux', 'almalinux'],
  ['SUSE', 'suse'],
  ['openSUSE', 'opensuse'],
  ['Mageia', 'mageia'],
  ['openEuler', 'openeuler'],
  ['Azure Linux', 'azure-linux'],
  ['Photon OS', 'photon'],
]
/** What a product in an advisory is taken for by its type alone, besides `ecosystemOfType`. */
const furtherEcosystems: ReadonlyMap<string, string> = new Map([
  ['github', 'GitHub Actions'],
  ['swift', 'SwiftURL'],
])
const namespaces = new Map(distributions.map(([name, namespace]) => [name.toLowerCase(), namespace]))
const ecosystems = new Map(distributions.map(([name, namespace]) => [namespace, name]))

/** The package URL of a package that an advisory names by ecosystem and name; undefined where the ecosystem has none. */
export function packageUrl(ecosystem: string, name: string): string | undefined {
  const type = purlTypeOf(ecosystem)
  if (type === undefined) return undefined
  if (type === 'maven') return formatPurl({ type, name: name.replace(':', '/') })
  if (type === 'github') {
    // An action may lie in a folder of its repository.
    const [owner = '', repository = '', ...path] = name.split('/')
    return formatPurl({ type, name: `${owner}/${repository}`, subpath: path.join('/') })
  }
  const namespace = namespaces.get(ecosystemBase(ecosystem))
  return formatPurl({ type, name: namespace === undefined ? name : `${namespace}/${name}` })
}

/** A package URL without its version and what tells one build from another; undefined for what is none. */
export function packageOf(text: string | undefined): string | undefined {
  const purl = parsePurl(text ?? '')
  return purl && formatPurl({ type: purl.type, name: purl.name, subpath: purl.subpath })
}

export interface Release {
  readonly name: string
  /** With its epoch; empty where none is named. */
  readonly version: string
  /** As OSV names it, as far as the package URL tells. */
  readonly ecosystem: string | undefined
}

/** What a package URL tells of a release; undefined for what is none. */
export function releaseOf(text: string | undefined): Release | undefined {
  const purl = parsePurl(text ?? '')
  if (!purl) return undefined
  const { type, name, namespace, version, qualifiers } = purl
  const epoch = type === 'rpm' && version !== '' && !version.includes(':') ? qualifiers.epoch : undefined
  const distribution = ['deb', 'rpm', 'apk'].includes(type) ? ecosystems.get(namespace) : undefined
  return {
    name: ['deb', 'rpm', 'apk'].includes(type) ? (name.split('/').at(-1) ?? name) : type === 'maven' ? name.replace('/', ':') : name,
    version: epoch === undefined ? version : `${epoch}:${version}`,
    ecosystem: distribution ?? ecosystemOfType(type) ?? furtherEcosystems.get(type),
  }
}
