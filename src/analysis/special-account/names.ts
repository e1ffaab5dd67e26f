/** Parts of names that people give to accounts of no one person. A name is a weak sign: these are leads only. */
const parts: readonly (readonly [kind: 'shared' | 'service' | 'break-glass', words: readonly string[]])[] = [
  ['break-glass', ['breakglass', 'emergency', 'rescue']],
  ['service', ['svc', 'service', 'srv', 'bot', 'batch', 'backup', 'scanner', 'printer', 'sync', 'daemon', 'automation', 'integration', 'noreply']],
  [
    'shared',
    [
      'info',
      'office',
      'reception',
      'frontdesk',
      'helpdesk',
      'kiosk',
      'shared',
      'team',
      'training',
      'guest',
      'test',
      'admin',
      'administrator',
      'root',
      'support',
      'sales',
    ],
  ],
]

/** What a login looks like by its name; undefined for one like a person's. Whole words only: `svensson` is no service. */
export function looksLike(login: string): 'shared' | 'service' | 'break-glass' | undefined {
  const name = login.split('@')[0] ?? ''
  const words = [...name.split(/[^a-z]+/i), name.replace(/[^a-z]+/gi, '')].map((word) => word.toLowerCase())
  return parts.find(([, known]) => known.some((word) => words.includes(word)))?.[0]
}
