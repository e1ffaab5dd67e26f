import { basename } from 'node:path/posix'
import { rootOf } from './diff/normal-path.ts'
import { contentKey, type RecordedContent } from './record.ts'
import type { Identity, Member, Unpacked } from './release.ts'

const endings = /(?:\.(?:tar\.(?:gz|xz|bz2|zst)|tgz|txz|zip|whl|msi|exe|deb|rpm|dmg|pkg|nupkg|vsix|crx|xpi|jar|war|7z|cab|iso|asar))+$/i
const versioned = /^(.{1,200}?)[-_ ]v?(\d{1,9}(?:\.\d{1,9}){1,3}(?:[-+.~]?[a-z0-9]{1,20}){0,4})(?:[-_. ].{0,100})?$/i

/** Who a release is by its own outermost manifest, else by the name of its file. Only for what nobody told. */
export function identify({ artifact, members }: Pick<Unpacked, 'artifact' | 'members'>, contents: Readonly<Record<string, RecordedContent>>): Identity {
  const root = rootOf({ artifact, members })
  const outermost = members.toSorted((a, b) => depth(a, root) - depth(b, root))
  for (const member of outermost.slice(0, 2000)) {
    const found = declared(contents[contentKey(member)])
    if (found) return found
  }
  const name = basename(artifact.path).replace(endings, '')
  const [, product = name, version] = versioned.exec(name) ?? []
  return { ecosystem: 'file', name: product, ...(version !== undefined && { version }) }
}

function depth({ path }: Member, root: string): number {
  return path.slice(root.length).split(/!?\//).length
}

/** Ecosystems by the kind of the manifest that names and versions a release. */
const ecosystems: Readonly<Record<string, string>> = { npm: 'npm', wheel: 'pypi', pyproject: 'pypi', deb: 'deb', 'rpm-spec': 'rpm', nuspec: 'nuget' }

/** By manifests, by the properties of an installer, by the version resource of a program. */
function declared(content: RecordedContent | undefined): Identity | undefined {
  const said = (name: string) => {
    const value = content?.traits.find((trait) => trait.name === name)?.value
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const named = (ecosystem: string | undefined, name: string | undefined, version: string | undefined): Identity | undefined =>
    ecosystem !== undefined && name !== undefined ? { ecosystem, name, ...(version !== undefined && { version }) } : undefined
  return (
    named(ecosystems[said('manifest.kind') ?? ''], said('manifest.name'), said('manifest.version')) ??
    named('windows', said('msi.product-name'), said('msi.product-version')) ??
    named('windows', said('pe.version.ProductName'), said('pe.version.ProductVersion'))
  )
}
