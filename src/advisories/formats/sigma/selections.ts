import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import type { Draft } from '../../format.ts'
import { type Fields, isFields, textOf } from '../../text/json.ts'

/** Field names of Sigma (without modifiers, small letters) by what they hold. */
const byField: readonly { readonly field: RegExp; readonly type: AdvisoryIndicatorType }[] = [
  { field: /^(?:queryname|query|dns\.question\.name|destinationhostname|c-dns|r-dns|cs-host|host|domain|tls\.sni|server_name|dst_host)$/, type: 'domain' },
  { field: /^(?:destinationip|dst_ip|dst-ip|dest_ip|c-ip|src_ip|sourceip|remoteaddress|ipaddress|answer|id\.resp_h)$/, type: 'ipv4' },
  { field: /^(?:c-uri|url|requesturl|c-uri-full|http\.url)$/, type: 'url' },
  { field: /^(?:c-useragent|cs-user-agent|useragent|user_agent)$/, type: 'user-agent' },
  { field: /^(?:cs-cookie|cookie)$/, type: 'cookie' },
  { field: /^md5$/, type: 'md5' },
  { field: /^sha1$/, type: 'sha1' },
  { field: /^sha256$/, type: 'sha256' },
  { field: /^imphash$/, type: 'imphash' },
  { field: /^(?:originalfilename)$/, type: 'file-name' },
  { field: /^(?:image|imageloaded|targetfilename|parentimage|filename|imagepath|servicefilename|currentdirectory)$/, type: 'file-path' },
  { field: /^(?:targetobject|registrykey|objectname)$/, type: 'registry-key' },
]
const hashPair = /^(MD5|SHA1|SHA256|IMPHASH)=([0-9a-f]{32,64})$/i
const deepest = 12

/** Values of a rule's selections; filters (`filter…`, `not …`) name what is allowed. */
export function selectionDrafts(rule: Fields): readonly Draft[] {
  const detection = isFields(rule.detection) ? rule.detection : {}
  const title = [textOf(rule.title), textOf(rule.description)]
    .filter((text) => text)
    .join(' | ')
    .slice(0, 400)
  const condition = textOf(detection.condition) ?? ''
  return Object.entries(detection).flatMap(([name, selection]) => {
    const excluded =
      /^(?:filter|exclu|legit|falsepos|optional_filter)/i.test(name) ||
      new RegExp(String.raw`\bnot\s+(?:1 of\s+)?${name.replace(/[^\w]/g, '.')}\b`).test(condition)
    if (name === 'condition' || name === 'timeframe' || excluded) return []
    return leaves(selection, '', 0).flatMap(({ field, value }) => draftOf(field, value, title, textOf(rule.id)))
  })
}

function leaves(value: unknown, field: string, depth: number): readonly { readonly field: string; readonly value: string }[] {
  if (depth > deepest) return []
  // Fragments that have to stand together say nothing one by one.
  if (Array.isArray(value) && value.length > 1 && /\|all\b/i.test(field)) return []
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, field, depth + 1))
  if (isFields(value)) return Object.entries(value).flatMap(([name, inner]) => leaves(inner, name, depth + 1))
  const text = textOf(value)
  return text === undefined ? [] : [{ field, value: text }]
}

/** The name of one value or key, wherever it stands, is that of many. */
function isOneName(type: AdvisoryIndicatorType, text: string): boolean {
  return type === 'registry-key' && !/[^\\]\\[^\\]/.test(text)
}

function draftOf(field: string, value: string, title: string, part: string | undefined): readonly Draft[] {
  const [name = '', ...modifiers] = field.toLowerCase().split('|')
  if (modifiers.some((modifier) => /^(?:re|base64|base64offset|wide|utf16|lt|lte|gt|gte|exists|fieldref)$/.test(modifier))) return []
  const draft = (type: AdvisoryIndicatorType, text: string): Draft => ({
    type,
    value: text,
    asWritten: value,
    place: { part },
    sentence: title,
    role: roleOf(type, title, []),
  })
  const pair = hashPair.exec(value.replaceAll('*', ''))
  if (/^(?:hashes|hash)$/.test(name) && pair) return [draft((pair[1] ?? '').toLowerCase() as AdvisoryIndicatorType, pair[2] ?? '')]
  const known = byField.find((one) => one.field.test(name))
  const plain = value.replace(/^\*+|\*+$/g, '')
  if (!known || plain === '' || plain.includes('*') || isOneName(known.type, plain)) return []
  if (known.type === 'ipv4' && modifiers.includes('cidr')) return [draft('cidr', plain)]
  if (known.type !== 'file-path')
    return known.type === 'domain' && !plain.includes('.') ? [] : [draft(known.type, plain.replace(known.type === 'domain' ? /^\./ : /^(?!)/, ''))]
  // `\evil.dll` at the end of a path is a file's name; a folder alone is shared by many.
  const file = /^\\?([^\\/]+\.[a-z0-9]{1,5})$/i.exec(plain)?.[1]
  if (file) return [draft('file-name', file)]
  return modifiers.includes('contains') && !/\.[a-z0-9]{1,5}$/i.test(plain) ? [] : [draft('file-path', plain)]
}
