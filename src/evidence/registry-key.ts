const hives: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\REGISTRY\\MACHINE|HKEY_LOCAL_MACHINE|HKLM:?)(?=\\|$)/i, 'HKLM'],
  [/^(?:HKEY_CURRENT_USER|HKCU:?)(?=\\|$)/i, 'HKCU'],
  [/^(?:\\REGISTRY\\USER|HKEY_USERS|HKU:?)(?=\\|$)/i, 'HKU'],
  [/^(?:HKEY_CLASSES_ROOT|HKCR:?)(?=\\|$)/i, 'HKCR'],
  [/^(?:HKEY_CURRENT_CONFIG|HKCC:?)(?=\\|$)/i, 'HKCC'],
]

/** A key with its hive in short, as the lake keeps it: `\REGISTRY\MACHINE\Software\X` is `HKLM\Software\X`. */
export function registryKeyOf(path: string): string {
  const trimmed = path
    .trim()
    .replaceAll(/\\{2,}(?=.)/g, (match, at: number) => (at === 0 ? match.slice(0, 1) : '\\'))
    .replace(/\\+$/, '')
  const hive = hives.find(([pattern]) => pattern.test(trimmed))
  return hive ? trimmed.replace(hive[0], hive[1]) : trimmed
}

/** Key and value of a path that names a value. */
export function splitRegistryPath(path: string): { readonly key: string; readonly value: string } {
  const whole = registryKeyOf(path)
  const at = whole.lastIndexOf('\\')
  return at < 0 ? { key: whole, value: '' } : { key: whole.slice(0, at), value: whole.slice(at + 1) }
}
