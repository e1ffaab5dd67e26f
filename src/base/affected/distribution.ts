import { ecosystemBase } from '../ecosystem.ts'
import type { Purl } from '../purl.ts'

/** Code names that package URLs and host names of systems use for releases: https://wiki.debian.org/DebianReleases, https://wiki.ubuntu.com/Releases */
const codeNames: Readonly<Record<string, string>> = {
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  bionic: '18.04',
  focal: '20.04',
  jammy: '22.04',
  noble: '24.04',
  resolute: '26.04',
}

/** How distributions are called in namespaces of package URLs and in names of systems. */
const names: Readonly<Record<string, RegExp>> = {
  debian: /\bdebian\b/i,
  ubuntu: /\bubuntu\b/i,
  alpine: /\balpine\b/i,
  wolfi: /\bwolfi\b/i,
  chainguard: /\bchainguard\b/i,
  'red hat': /\b(?:red ?hat|rhel)\b/i,
  'rocky linux': /\brocky\b/i,
  almalinux: /\balma(?:linux)?\b/i,
  opensuse: /\bopensuse\b/i,
  suse: /\b(?:suse|sles)\b/i,
  mageia: /\bmageia\b/i,
  openeuler: /\bopeneuler\b/i,
  'azure linux': /\b(?:azure ?linux|mariner)\b/i,
  'photon os': /\bphoton\b/i,
}

/**
 * Whether a package is one of the distribution and release that an ecosystem such as `Debian:12` or `Red Hat:enterprise_linux:9::baseos` names: by the
 * package URL, else by the system of the host. Undefined where neither tells.
 */
export function ofDistribution(ecosystem: string, purl: Purl, os: string): boolean | undefined {
  const base = ecosystemBase(ecosystem)
  const distribution = names[base]
  if (!distribution) return undefined
  const said = `${purl.namespace} ${purl.qualifiers.distro ?? ''}`.trim()
  const tells = said !== '' ? said : os
  if (tells === '') return undefined
  if (!distribution.test(tells.replace(/[-_]/g, ' '))) return Object.values(names).some((other) => other.test(tells.replace(/[-_]/g, ' '))) ? false : undefined
  const wanted = releaseIn(ecosystem.slice(ecosystem.indexOf(':') + 1))
  if (!ecosystem.includes(':') || wanted === '') return true
  const [fromPurl, fromSystem] = [releaseIn(purl.qualifiers.distro ?? ''), releaseIn(os)]
  const release = fromPurl || fromSystem
  return release === '' ? undefined : sameRelease(wanted, release)
}

/** `12`, `debian-12.5`, `bookworm`, `Ubuntu 22.04.3 LTS`, `v3.18`, `enterprise_linux:9::baseos` → the number of the release. */
function releaseIn(text: string): string {
  const word = Object.keys(codeNames).find((name) => new RegExp(`\\b${name}\\b`, 'i').test(text))
  return word === undefined ? (/(?<![\d.])v?(\d+(?:\.\d+)?)/.exec(text)?.[1] ?? '') : (codeNames[word] ?? '')
}

/** 12 and 12.5 are one release; 22.04 and 22.10 are two. */
function sameRelease(wanted: string, release: string): boolean {
  return wanted.includes('.') ? wanted === release : release === wanted || release.startsWith(`${wanted}.`)
}
