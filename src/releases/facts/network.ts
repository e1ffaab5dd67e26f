import { registeredDomain } from '../../base/domain.ts'
import { isAddress, privateRanges, rangeTest } from '../../base/net.ts'
import { type Capability, capabilities } from '../capability.ts'
import type { ComparedFile, Comparison, NovelUnit } from '../diff/compare.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'
import { flowsOf } from './flows.ts'
import { favoured, type Known } from './known.ts'
import { stretchesOf } from './stretches.ts'
import { traitValue } from './traits.ts'
import { unitSign } from './unit-sign.ts'

const isPrivate = rangeTest([
  ...privateRanges,
  '169.254.0.0/16',
  '0.0.0.0/8',
  'fe80::/10',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '255.255.255.255/32',
])
/** Names that are never reached (RFC 2606, RFC 6761). */
const unreached = /(?:^|\.)(?:localhost|example|test|local|internal|example\.(?:com|net|org))$/

const telling: ReadonlySet<Capability> = new Set<Capability>([
  'execute',
  'shell',
  'evaluate',
  'decode',
  'remote-script',
  'credentials',
  'key-material',
  'browser-data',
  'wallet',
  'publish',
  'persistence',
  'injection',
  'process-memory',
  'anti-analysis',
])

/** What nearly every program does, too: it is told where the statement that talks to the host does it itself. */
const handing: ReadonlySet<Capability> = new Set<Capability>(['environment', 'file-read', 'host-information', 'hook', 'name-query'])

const acting: ReadonlySet<Capability> = new Set<Capability>(['network', 'execute', 'shell', 'remote-script'])

/** An insertion of no more units than this is read as one. */
const neighbours = 12

interface NamedIn {
  readonly host: string
  readonly unit: NovelUnit
  /** True when the code around it talks to the network or runs something. */
  readonly active: boolean
  /** What it does besides that talking to a host alone does not explain. */
  readonly does: readonly Capability[]
}

/** Class E: hosts that no code of the release before named. */
export const networkFacts: readonly FactRule[] = [
  {
    name: 'new-host',
    class: 'E',
    title: 'New code names a new host',
    technique: 'T1071.001',
    innocentIf: 'the host belongs to the vendor or to a service the release notes name',
    absolute: false,
    *find(on) {
      for (const found of newHosts(on)) yield sign(found, `New code names the host ${found.host}.`)
    },
  },
  {
    name: 'working-host',
    class: 'E',
    title: 'New code sends something to a new host or takes orders from it',
    technique: 'T1071.001',
    innocentIf: 'the host belongs to the vendor and the notes of the release name the feature',
    absolute: false,
    *find(on) {
      for (const found of newHosts(on)) {
        const [acts] = found.does
        if (acts !== undefined) yield sign(found, `The new code that names the host ${found.host} also ${capabilities[acts]}.`)
      }
    },
  },
  {
    name: 'new-payee',
    class: 'E',
    title: 'New code names an address that can be paid to',
    technique: 'T1657',
    innocentIf: 'the vendor says whose address it is',
    absolute: false,
    *find({ comparison }) {
      const unit = comparison.gained.includes('payment-address') ? comparison.novel.find(({ capabilities: can }) => can.includes('payment-address')) : undefined
      if (unit)
        yield {
          ...unitSign(unit, 'For the first time the package names an address that can be paid to.'),
          before: 'no code named one',
        }
    },
  },
  {
    name: 'hidden-host',
    class: 'E',
    title: 'New code hides the host it talks to',
    technique: 'T1027.013',
    innocentIf: 'the host is put together from settings that the vendor documents',
    absolute: true,
    *find(on) {
      for (const found of newHosts(on)) {
        const hidden = String(traitValue(found.unit.file.content?.traits, 'file.hidden-hosts') ?? '').split(' ')
        if (hidden.includes(found.host)) yield sign({ ...found, active: true }, `New code names the host ${found.host}, which stands nowhere in plain text.`)
      }
    },
  },
  {
    name: 'favoured-host',
    class: 'E',
    title: 'New code names a host that attacks favour',
    technique: 'T1102',
    innocentIf: 'the product is meant to work with that service',
    absolute: true,
    *find(on) {
      for (const found of newHosts(on)) {
        const kind = isAddress(found.host) ? 'a bare address' : favoured(found.host, on.known)
        if (kind !== undefined) yield sign(found, `New code names ${found.host}, ${kind}.`)
      }
    },
  },
]

function sign({ host, unit, active }: NamedIn, says: string): Sign {
  return { says, now: unit.says ?? host, before: 'no code named it', path: unit.file.path, place: unit.place, ...(!active && { scopes: ['idle'] }) }
}

/** Each new host once, where something is done with it if anywhere. */
function newHosts({ comparison, known }: Evidence): NamedIn[] {
  const familiar = familiarHosts(comparison)
  const found = new Map<string, NamedIn>()
  for (const file of comparison.files) {
    const named = hostsNamed(file).filter(({ host }) => !isFamiliar(host, familiar, known))
    const handed = named.length === 0 ? new Map<number, Capability[]>() : handedTo(file)
    for (const each of named) {
      const does = [...new Set([...each.does, ...(handed.get(each.unit.index) ?? [])])]
      if (each.active || !found.has(each.host)) found.set(each.host, { ...each, does })
    }
  }
  return [...found.values()].sort((a, b) => (a.host < b.host ? -1 : 1))
}

function hostsNamed(file: ComparedFile): NamedIn[] {
  return stretchesOf(file).flatMap((stretch) =>
    stretch.units.flatMap((unit) => {
      // In a short insertion the neighbours do what the host is named for; in a long one anything may.
      const around = unit.capabilities.length > 0 || stretch.units.length > neighbours ? unit.capabilities : [...stretch.capabilities]
      const active = around.some((capability) => acting.has(capability))
      const sends = unit.capabilities.includes('network')
      const does = [...around.filter((capability) => telling.has(capability)), ...unit.capabilities.filter((capability) => sends && handing.has(capability))]
      return (unit.hosts ?? []).map((host) => ({ host, unit, active, does }))
    }),
  )
}

/** What flows into a unit, by its position: what new code that uses it brings, and what it uses itself. */
function handedTo(file: ComparedFile): Map<number, Capability[]> {
  const handed = new Map<number, Capability[]>()
  const novel = new Set(file.novel.map(({ index }) => index))
  const hand = (index: number, from: readonly NovelUnit[]) => {
    const brings = from.filter((unit) => novel.has(unit.index)).flatMap(({ capabilities }) => capabilities.filter((each) => telling.has(each)))
    if (brings.length > 0) handed.set(index, [...(handed.get(index) ?? []), ...brings])
  }
  for (const { units } of flowsOf(file, [...telling])) {
    const [first, ...rest] = units
    if (first === undefined) continue
    if (first.hosts) hand(first.index, rest)
    for (const { index, hosts } of rest) if (hosts) hand(index, [first])
  }
  return handed
}

function isFamiliar(host: string, familiar: ReadonlySet<string>, known: Known): boolean {
  if (unreached.test(host) || isPrivate(host) || familiar.has(host)) return true
  const domain = registeredDomain(host)
  // A tenant of a service that attacks favour is not known because another tenant was.
  return favoured(host, known) === undefined && (familiar.has(domain) || known.plainHosts.has(domain))
}

/** Hosts of the release before and their registered domains. */
function familiarHosts({ before }: Comparison): Set<string> {
  const hosts = [...(before?.hosts ?? [])]
  return new Set([...hosts, ...hosts.map(registeredDomain)].filter((host) => host !== ''))
}
