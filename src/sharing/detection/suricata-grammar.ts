/** Keywords that our rules are made of, and what each takes. */
const keywords: Readonly<Record<string, RegExp | null>> = {
  msg: /^"[^"\\;\p{Cc}]{1,200}"$/u,
  content: /^"(?:[^"\\;|\p{Cc}]|\|[0-9A-F]{2}(?: [0-9A-F]{2})*\|){1,1000}"$/u,
  bsize: /^\d{1,4}$/,
  classtype: /^[a-z-]{3,40}$/,
  sid: /^[1-9]\d{0,8}$/,
  rev: /^[1-9]\d{0,4}$/,
  'dns.query': null,
  'tls.sni': null,
  'ja3.hash': null,
  'http.host': null,
  'http.uri': null,
  dotprefix: null,
  nocase: null,
  endswith: null,
  startswith: null,
}

const header =
  /^alert (?:dns|tls|http|ip) \$HOME_NET any -> (?:\$EXTERNAL_NET|any|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\[[0-9a-f:.]{2,45}(?:\/\d{1,3})?\]) any \((.*)\)$/

/**
 * Complaints about rules, by a grammar that is narrower than Suricata's own: only the keywords that our rules are made of, with the arguments
 * that these take. Empty where there are none.
 */
export function suricataComplaints(text: string): readonly string[] {
  const numbers = new Set<string>()
  return text.split('\n').flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return []
    return complaintsOf(line, numbers).map((why) => `line ${index + 1}: ${why}`)
  })
}

function complaintsOf(line: string, numbers: Set<string>): readonly string[] {
  const body = header.exec(line)?.[1]
  if (body === undefined) return ['the head of the rule is not one of ours']
  if (!body.endsWith(';')) return ['the last option is not closed']
  const options = body.slice(0, -1).split(/; ?/)
  const complaints = options.flatMap((option) => {
    const [, name = '', value] = /^([a-z0-9_.]+)(?::(.*))?$/.exec(option) ?? []
    const rule = keywords[name]
    if (rule === undefined) return [`unknown option ${JSON.stringify(option.slice(0, 60))}`]
    if (rule === null) return value === undefined ? [] : [`${name} takes nothing`]
    return value !== undefined && rule.test(value) ? [] : [`${name} cannot be ${JSON.stringify(value?.slice(0, 60))}`]
  })
  const sid = /\bsid:(\d+);/.exec(body)?.[1]
  if (sid === undefined || !body.startsWith('msg:')) complaints.push('msg comes first, and sid has to be there')
  else if (numbers.has(sid)) complaints.push(`sid ${sid} is there twice`)
  else numbers.add(sid)
  return complaints
}
