/** winget shows keys of the registry as `ARP\Machine\X64\{…}`. */
const guid = /^(?:ARP\\[^{]{0,60}\\)?\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i
/** Bundle ids and ids of winget: words with dots between them, the first no number. */
const dotted = /^[a-z][a-z0-9_-]*(?:\.[a-z0-9+_-]+){1,6}$/i
const hashLengths = new Set([32, 40, 64, 96, 128])

/** The code that an installer goes by, lower case: a Windows product code in braces, a bundle id, a winget id; '' for anything else. */
export function productCodeOf(text: string): string {
  const [, digits] = guid.exec(text.trim()) ?? []
  if (digits !== undefined) return `{${digits.toLowerCase()}}`
  return text.length <= 200 && dotted.test(text.trim()) ? text.trim().toLowerCase() : ''
}

/** MD5, SHA-1, SHA-256, SHA-384 and SHA-512 in hexadecimal, lower case, each once; what is none is left out. */
export function hashesIn(values: Iterable<string>): readonly string[] {
  const found = [...values].map((value) => value.trim().toLowerCase()).filter((value) => hashLengths.has(value.length) && /^[0-9a-f]+$/.test(value))
  return [...new Set(found)].sort()
}
