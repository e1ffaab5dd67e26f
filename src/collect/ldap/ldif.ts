/** Text that may stand in LDIF as it is (RFC 2849, SAFE-STRING, without control characters). */
const safe = /^(?![ :<])[ -~]*$/

/** An entry as LDIF. */
export function ldifOf(entry: object): string {
  const { dn, ...attributes } = entry as Record<string, unknown>
  const lines = [
    line('dn', dn),
    ...Object.entries(attributes).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one: unknown) => line(name, one))),
  ]
  return `${lines.filter((text) => text !== '').join('\n')}\n\n`
}

function line(name: string, value: unknown): string {
  if (Buffer.isBuffer(value)) return value.length === 0 ? '' : `${name}:: ${value.toString('base64')}`
  const text = String(value ?? '')
  if (text === '') return ''
  return safe.test(text) && !text.endsWith(' ') ? `${name}: ${text}` : `${name}:: ${Buffer.from(text).toString('base64')}`
}
