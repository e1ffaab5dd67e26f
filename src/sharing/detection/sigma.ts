import { stringify } from 'yaml'
import type { SharedIndicator } from '../indicators.ts'
import { ownNamespace, uuidFrom } from '../uuid.ts'
import { type DetectionRules, detectable, type RuleContext, ruleText } from './text.ts'

/** What a Sigma rule looks at (SigmaHQ's taxonomy), by the types of indicators. */
const kinds = [
  {
    name: 'dns',
    title: 'look-ups of',
    types: ['domain', 'host'],
    logsource: { category: 'dns' },
    select: (values: readonly string[]) => ({ exact: { query: values }, below: { 'query|endswith': values.map((value) => `.${value}`) } }),
  },
  {
    name: 'address',
    title: 'connections to',
    types: ['ipv4', 'ipv6'],
    logsource: { category: 'firewall' },
    select: (values: readonly string[]) => ({ selection: { dst_ip: values } }),
  },
  {
    name: 'network',
    title: 'connections to the networks of',
    types: ['cidr'],
    logsource: { category: 'firewall' },
    select: (values: readonly string[]) => ({ selection: { 'dst_ip|cidr': values } }),
  },
  {
    name: 'url',
    title: 'requests for',
    types: ['url'],
    logsource: { category: 'proxy' },
    select: (values: readonly string[]) => ({ selection: { 'c-uri|contains': values.map(withoutScheme) } }),
  },
  {
    name: 'agent',
    title: 'requests of the user agent of',
    types: ['user-agent'],
    logsource: { category: 'proxy' },
    select: (values: readonly string[]) => ({ selection: { 'c-useragent': values } }),
  },
  {
    name: 'hash',
    title: 'files of',
    types: ['md5', 'sha1', 'sha256'],
    logsource: { category: 'process_creation', product: 'windows' },
    select: (values: readonly string[]) => ({ selection: { 'Hashes|contains': values.map((value) => `${hashName(value)}=${value}`) } }),
  },
  {
    name: 'image',
    title: 'libraries of',
    types: ['md5', 'sha1', 'sha256'],
    logsource: { category: 'image_load', product: 'windows' },
    select: (values: readonly string[]) => ({ selection: { 'Hashes|contains': values.map((value) => `${hashName(value)}=${value}`) } }),
  },
] as const

/** One Sigma document for each kind of log that an indicator can show in; wildcards in values are escaped, as Sigma has it. */
export function sigmaRules(indicators: readonly SharedIndicator[], context: RuleContext): DetectionRules {
  const documents = kinds.flatMap(({ name, title, types, logsource, select }) => {
    const values = [...new Set(detectable(indicators, types).map(({ value }) => literal(value)))].toSorted()
    if (values.length === 0) return []
    const selections = select(values)
    const rule = {
      title: ruleText(`${title} ${context.title}`, 200).slice(0, 250),
      id: uuidFrom(ownNamespace, `sigma ${context.id} ${name}`),
      status: 'experimental',
      description: ruleText(`Indicators of the warning ${context.id} (${context.tlp}). A match is a lead to check, not a proof.`, 300),
      date: context.day,
      tags: [`tlp.${context.tlp.toLowerCase()}`.replace('+', '-')],
      logsource,
      detection: { ...selections, condition: Object.keys(selections).join(' or ') },
      falsepositives: ['Those who test or look into the indicators'],
      level: 'high',
    }
    return [stringify(rule, { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', aliasDuplicateObjects: false })]
  })
  return { language: 'Sigma', fileName: 'sigma.yml', text: documents.join('---\n'), rules: documents.length, left: [] }
}

/** Sigma takes * and ? for wildcards and the backslash for their escape. */
function literal(value: string): string {
  return value.replace(/[\\*?]/g, (character) => `\\${character}`)
}

function withoutScheme(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '')
}

function hashName(value: string): string {
  return value.length === 32 ? 'MD5' : value.length === 40 ? 'SHA1' : 'SHA256'
}
