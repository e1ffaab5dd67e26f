/** Indicator types whose value names a place on a network, and is written so that nobody follows it by accident. */
const networked = new Set(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])

/** `hxxps://example[.]invalid/a`, `192[.]0[.]2[.]1`, `2001[:]db8[:][:]1`. Other types are left as they are. */
export function defang(type: string, value: string): string {
  if (!networked.has(type)) return value
  if (type === 'ipv6' || (type === 'cidr' && value.includes(':'))) return value.replaceAll(':', '[:]')
  const scheme = value.replace(/^http(s?):\/\//i, 'hxxp$1://').replace(/^ftp:\/\//i, 'fxp://')
  return scheme.replaceAll('@', '[@]').replace(/\.(?=[^.\s])/g, '[.]')
}

/** Prose with every one of these values defanged in it. Longer values first, so that a URL is not cut by its host. */
export function defangAll(text: string, values: readonly { readonly type: string; readonly value: string }[]): string {
  let result = text
  for (const { type, value } of values) if (value.length > 3) result = result.replaceAll(value, defang(type, value))
  return result
}
