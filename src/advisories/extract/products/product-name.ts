/** Words before versions that are no part of a product's name. */
const skipped =
  /^(?:versions?|versies?|versione[sn]?|ver|v|numbers?|releases?|builds?|firmware|branch(?:es)?|trains?|lines?|prior|to|before|up|and|or|including|earlier|than|older|lower|less|below|through|from|since|between|until|till|all|any|in|of|for|on|the|its|their|his|a|an|both|only|other|these|those|this|that|with|by|as|final|beta|stable|latest|current|running|supported|affected|affecting|vulnerable|impacted|impacting|malicious|compromised|trojani[sz]ed|backdoored|infected|known|specific|certain|following|multiple|is|are|was|were|be|been|affects?|impacts?|named|called|starting|beginning|software|applications?|apps?|clients?|products?|packages?|library|libraries|modules?|components?|plugins?|extensions?|add-?ons?|controllers?|operators?|drivers?|tool|desktop|platform|system|systems|devices?|appliances?|series|family|models?|servers?|installers?|updates?|distributed|published|which|contains?|not|but|also|namely|e\.g\.|i\.e\.|[<>≤≥=]+|[-–—:,;(“"'‘`[])$/i
const stop =
  /^(?:betroffen\w*|behoben|korrigiert|manipuliert\w*|angreifer|affectée?s?|corrigée?s?|afectad[oa]s?|corregid[oa]s?|the|a|an|in|on|at|if|when|while|this|these|those|that|all|any|some|our|their|its|we|it|they|he|she|you|and|or|but|for|from|by|with|of|to|as|is|are|was|were|users?|customers?|organi[sz]ations?|affected|vulnerable|malicious|compromised|versions?|attackers?|actors?|according|since|after|before|both|only|also|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|figure|table|section|appendix|chapter|note|please|upgrade|update|install|patch|fixed|patched|description|summary|overview|cve|cves|researchers?|advisory|impact|technical|details|product|products|software|vendor|title|name|upgrading|updating|go|goes|apply|remove|uninstall|download|replace|use|unit|dear)$/i
/** Protocols, standards and tools of the trade whose numbers are no releases to look for. */
const noProduct =
  /^(?:cvss(?:v\d)?|tls|ssl|http|https|smb|ssh|ip|ipv[46]|html|xml|json|stix|taxii|tlp|csaf|yara|sigma|snort|suricata|zeek|att&ck|mitre|figure|fig|table|section|appendix|chapter|page|step|part|phase|stage|python|rule|score|epss|cwe|nist|rfc|iso|pci|pypi|rubygems|nuget|nmap|wireshark|ghidra|ida|unicode|base|usb|bluetooth|wi-?fi|pdf|pe|elf|utc|gmt|am|pm|kb|mb|gb|usd|eur|id|sid|gid|qid|ja3|ja4)$/i
const platforms: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'windows', pattern: /\bwindows\b|\bwin(?:32|64)\b|\.(?:msi|exe)\b/i },
  { name: 'macos', pattern: /\bmac ?os(?: x)?\b|\bmac\b|\bos x\b|\.(?:dmg|pkg)\b/i },
  { name: 'linux', pattern: /\blinux\b|\.(?:deb|rpm)\b/i },
  { name: 'android', pattern: /\bandroid\b|\.apk\b/i },
  { name: 'ios', pattern: /(?<!\bcisco )\bios\b(?! x[er]\b)|\.ipa\b/i },
]
const generic =
  /^(?:update|security|app|application|client|server|desktop|(?:electron )?(?:mac |windows |desktop )?app|electron|package|software|product|agent|installer|plugin|library|service|windows|macos|mac|linux|android|ios|version|release|firmware|platform|component|module|lts|esr|(?:long term |extended )support)s?(?: \d+)?$/i

/** The platform named nearest to the end of a text (or its beginning, for text that follows). */
export function platformIn(text: string, which: 'last' | 'first' = 'last'): string | undefined {
  let best: { name: string; at: number } | undefined
  for (const { name, pattern } of platforms) {
    const all = [...text.matchAll(new RegExp(pattern, 'gi'))]
    const match = which === 'last' ? all.at(-1) : all[0]
    if (match && (best === undefined || (which === 'last' ? match.index > best.at : match.index < best.at))) best = { name, at: match.index }
  }
  return best?.name
}

const system = /^(?:windows|macos|mac|linux|android|ios)$/i
/** Where a system is the product, not what a product runs on. */
const systemProduct =
  /\b(?:Red Hat Enterprise|Oracle|Amazon|Azure|Rocky|Alma|SUSE|Alpine|Arch|Debian|Kali) Linux\b|\bLinux kernel\b|\bApple (?:macOS|iOS)\b|\bGoogle Android\b|\bMicrosoft Windows\b|\bWindows (?:Server|XP|Vista|Admin|Defender|\d)|\bIOS X[ER]\b/i
const quotes: Readonly<Record<string, string>> = { '`': '`', '"': '"', '“': '”', '‘': '’' }
/** `is: versions 3.3.1`, a line of a list: what stands there is a name, whatever else it means. */
const labelled = /^\s*(?:[•*→-]\s*)?([a-z@][a-z0-9@/_.-]{0,60})\s*:\s*(?:versions?|releases?)\s*$/
const notName =
  /^(?:un)?(?:affected|vulnerable|impacted|compromised|malicious|fixed|patched|safe|known|latest|current|previous|supported|tested|note|software|product|package|platform)$/
const packageName = /^[a-z@][a-z0-9@/_.-]{1,60}$/

/** What is known of the text around. */
export interface Naming {
  /** It is about packages of an ecosystem, whose names may be plain words in small letters. */
  readonly packages?: boolean
  /** What it is called: a word of that in small letters may be a name. */
  readonly title?: string
}

/** The name that ends a text, words such as “versions prior to” and “for Windows” behind it left out; undefined when none is there. */
function nameBefore(text: string, naming: Naming = {}): string | undefined {
  const words = tokens(text.slice(-200))
  const isWhole = text.length <= 200
  const { end, skips } = behindName(words)
  const marked = labelOf(text) ?? quotedAt(words, end)
  if (marked !== undefined) return marked
  let at = end
  while (at >= 0 && end - at < 6 && (isPart(words[at] ?? '', at === end && skips === 0) || isKernel(words[at], words[at - 1]))) at -= 1
  // A sentence that begins with a small letter begins with a name: `xz Utils`.
  if (isWhole && at === 0 && end > 0 && isSmallName(words[0] ?? '')) at -= 1
  const found = clean(words.slice(at + 1, end + 1))
  if (found) return found
  const last = words[end] ?? ''
  return skips <= 3 && isPackage(last, isWhole && end === 0, naming) ? last : undefined
}

/** A package's name is in small letters: it counts where the word stands right before its versions and looks like none of the language, or when it is known as one. */
function isPackage(word: string, isAlone: boolean, { packages = false, title = '' }: Naming): boolean {
  if (!packageName.test(word) || /\.$|^v\d+$/.test(word) || stop.test(word) || noProduct.test(word)) return false
  return /[-_/@.\d]/.test(word) || packages || isAlone || (!/(?:ed|ing)$/.test(word) && tokens(title).includes(word))
}

function labelOf(text: string): string | undefined {
  const label = labelled.exec(text)?.[1]
  return label === undefined || notName.test(label) ? undefined : label
}

/** The word there, when it alone stands in quotation marks or code marks. */
function quotedAt(words: readonly string[], at: number): string | undefined {
  const [before = '', word = '', after] = words.slice(Math.max(0, at - 1), at + 2)
  if (after === undefined || quotes[before] !== after || !packageName.test(word)) return undefined
  // A mark that opens and closes alike may have closed something before.
  const isOpen = before !== after || words.slice(0, at).filter((one) => one === before).length % 2 === 1
  return isOpen ? word : undefined
}

/** The names that versions behind a text belong to: `Acme Gateway and Acme Proxy versions prior to` speaks of both, as they share the maker's name. */
export function namesBefore(text: string, naming: Naming = {}): readonly string[] {
  const names: string[] = []
  let rest = text.slice(-mostLooked)
  for (let name = nameBefore(rest, naming); name !== undefined && names.length < mostJoined; name = nameBefore(rest, naming)) {
    if (names[0] !== undefined && firstWord(name) !== firstWord(names[0])) break
    names.push(name)
    const before = joined.exec(rest.slice(0, Math.max(0, rest.lastIndexOf(name))))
    if (before === null || !name.includes(' ')) break
    rest = before[1] ?? ''
  }
  return names
}

/** What a heading or a line above a list is about: one of the names that the text knows (in small letters), or what `Acme Relay versions:` and `versions of Acme Relay` name. */
export function namesInHeading(heading: string, known: ReadonlyMap<string, string>): readonly string[] {
  const words = tokens(heading.slice(0, mostLooked)).map((word) => word.toLowerCase())
  // The longest first: `Acme Relay Server` before `Acme Relay`.
  for (let length = Math.min(longestName, words.length); length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const name = known.get(words.slice(at, at + length).join(' '))
      if (name !== undefined) return [name]
    }
  }
  const of = /\b(?:versions?|releases?|builds?)(?= of\b)/i.exec(heading)
  const after = of === null ? undefined : nameAfter(heading.slice(of.index + of[0].length))
  if (after !== undefined) return [after]
  return /\b(?:versions?|releases?|builds?)\s*[:：]?\s*$/i.test(heading) ? namesBefore(heading) : []
}

const mostJoined = 6
/** Words of a name. */
const longestName = 8
/** Characters of a text in which joined names are looked for. */
const mostLooked = 400
const joined = /^(.*\S)\s*(?:,?\s*\b(?:and|or)\b|[,/&])\s*$/is

function firstWord(name: string): string {
  return name.split(' ', 1)[0] ?? ''
}

function isKernel(word: string | undefined, before: string | undefined): boolean {
  return word === 'kernel' && /^linux$/i.test(before ?? '')
}

/** In `the relay-llm PyPI package`. */
const registry = /^(?:npm|pypi|rubygems|nuget|crates\.io)$/i

/** Where the name ends when what is no part of it is left out, and how many words that are. */
function behindName(words: readonly string[]): { readonly end: number; readonly skips: number } {
  let end = words.length - 1
  let skips = 0
  while (end >= 0 && skips < 12) {
    const [word = '', before = ''] = [words[end], words[end - 1]]
    const isFor = (system.test(word) && /^(?:for|on)$/i.test(before)) || (/^\d{3,}$/.test(word) && /^builds?$/i.test(before))
    if (quotedAt(words, end) !== undefined) break
    const isRegistry = skips > 0 && registry.test(word)
    if (!isFor && !isRegistry && (!(skipped.test(word) || /^[,;:(]$/.test(word)) || isName(word, before))) break
    end -= isFor ? 2 : 1
    skips += 1
  }
  return { end, skips }
}

function isSmallName(word: string): boolean {
  return /^\p{Ll}[\p{Ll}\p{N}.-]*$/u.test(word) && !stop.test(word) && !skipped.test(word)
}

/** The name that begins a text after `of` or `for`: `… of the 3CX Desktop App`. */
export function nameAfter(text: string): string | undefined {
  const lead =
    /^\s*(?:\([^)]{0,60}\)\s*)?(?:of|for|in)\s+(?:the\s+|its\s+|their\s+)?(?:(?:plug-?in|package|library|module|product|software|application|app|tool|client|agent|extension|component)\s+)?["“”'‘’]?/iu.exec(
      text,
    )
  if (!lead) return undefined
  const words = tokens(text.slice(lead[0].length, lead[0].length + 120))
  let at = 0
  while (at < words.length && at < 6 && isPart(words[at] ?? '', at === 0)) at += 1
  return clean(words.slice(0, at))
}

/** What a title is about: `Acme Relay Security Advisory`, `relay-llm PyPI package compromised`. */
export function nameInTitle(title: string, packages: boolean): string | undefined {
  const [about = ''] = title.split(
    /\b(?:(?:security|critical|urgent) )*(?:advisory|bulletin|updates?|notice|alert|vulnerabilit(?:y|ies)|flaws?|compromise[d]?|backdoor(?:ed)?|hijacked)\b/i,
  )
  return about === title ? undefined : nameBefore(about, { packages })
}

/** A name that says nothing without the name of the whole: `Update 7`, `Mac App`. */
export function isGeneric(name: string): boolean {
  return generic.test(name)
}

function tokens(text: string): readonly string[] {
  return (
    text.match(/[,;:()“”"‘`]|\.(?=\s|$)|[^\s,;:()“”"‘`]+/gu)?.map((word) =>
      word
        .replace(/[’']s?$/u, '')
        .replace(/[®™©]/gu, '')
        .replace(/(?<=\p{Ll})\.$/u, ''),
    ) ?? []
  )
}

/** Desktop, Server and App belong to a name when a name stands before them: `3CX Desktop App`. */
function isName(word: string, previous: string | undefined): boolean {
  return /^\p{Lu}/u.test(word) && previous !== undefined && /^(?:\p{Lu}|\d+\p{L})/u.test(previous) && !stop.test(previous) && !stop.test(word)
}

function isPart(word: string, isLast: boolean): boolean {
  if (stop.test(word) || noProduct.test(word) || /\.(?:exe|dll|msi|dmg|sys|zip)$/i.test(word)) return false
  if (/^\p{Lu}[\p{L}\p{N}.+_-]*$|^\p{Lu}{2,}(?:\/\p{Lu}{2,})+$/u.test(word) || /^\p{Ll}+\p{Lu}[\p{L}\p{N}]*$/u.test(word)) return true
  if (/^(?=.*\p{L})(?=.*\p{N})[\p{L}\p{N}+_-]+$/u.test(word) && !/^[0-9a-f]{8,}$|^v\d+$|^v?\d+[a-z]$|^\d+(?:st|nd|rd|th|ms|kb|mb|gb)$/i.test(word)) return true
  return !isLast && /^(?:\d{1,4}|&|\+)$/.test(word)
}

function clean(words: readonly string[]): string | undefined {
  const isSystem = words.length === 1 || systemProduct.test(words.join(' '))
  const kept = words.filter((word) => isSystem || !system.test(word))
  const name = kept.join(' ').replace(/[.,;:]+$/, '')
  return name.length > 1 && name.length < 80 && /\p{L}/u.test(name) && !/^cve-/i.test(name) && !/^T\d{4}/.test(name) ? name : undefined
}
