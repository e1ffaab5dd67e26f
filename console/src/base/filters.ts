/**
 * Filters live in the address: `?state=new,contained`. A list of none is absent, so that the plain address is the plain page.
 */
export function listOf(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',')
}

/** The list with the value in it, or without it when it was there; undefined for none. */
export function toggled(text: string | undefined, value: string): string | undefined {
  const list = listOf(text)
  const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value]
  return next.length === 0 ? undefined : next.join(',')
}

/** Reads texts from an address that anybody may have written: of the names given, those that are texts or numbers. */
export function textsOf<Name extends string>(search: Readonly<Record<string, unknown>>, names: readonly Name[]): { readonly [N in Name]?: string | undefined } {
  const found = names.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)] as const] : []
  })
  return Object.fromEntries(found) as { readonly [N in Name]?: string | undefined }
}
