import { formatPurl } from '../../base/purl.ts'

interface Told {
  readonly name: string
  readonly version: string
  /** With the address, as the field Maintainer has it. */
  readonly maintainer?: string
  readonly architecture?: string
  /** The field Source: `openssl` or `openssl (3.0.11-1)`; empty where it is called as the package is. */
  readonly from?: string
}

/** `pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl`; what is not told is left out. */
export function debianPurl({ name, version, maintainer = '', architecture = '', from = '' }: Told): string {
  const { distribution, release } = origin(version, maintainer)
  const [, source = '', sourceVersion = ''] = /^(\S+)(?:\s+\((\S+)\))?$/.exec(from) ?? []
  return formatPurl({
    type: 'deb',
    name: distribution === '' ? name : `${distribution}/${name}`,
    version,
    qualifiers: {
      arch: architecture,
      distro: release === '' ? '' : `${distribution}-${release}`,
      upstream: sourceVersion === '' ? source : `${source}@${sourceVersion}`,
    },
  })
}

/** Whose package it is: by the marks that updates of Debian and Ubuntu put into versions, else by the maintainer. */
function origin(version: string, maintainer: string): { readonly distribution: string; readonly release: string } {
  const debian = /[+~]deb(\d{1,2})u\d/.exec(version)?.[1]
  if (debian !== undefined) return { distribution: 'debian', release: debian }
  if (/ubuntu/.test(version) || /@(?:lists\.)?(?:ubuntu|canonical)\.com>/i.test(maintainer)) {
    return { distribution: 'ubuntu', release: /(?:ubuntu\d*\.|~)(\d\d\.(?:04|10))(?=\.|$)/.exec(version)?.[1] ?? '' }
  }
  return { distribution: /@(?:[a-z-]+\.)?debian\.(?:org|net)>/i.test(maintainer) ? 'debian' : '', release: '' }
}
