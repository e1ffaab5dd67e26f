/** What a piece of code can do, in words of one list for every language, so that releases can be compared. */
export const capabilities = {
  network: 'talks to the network',
  execute: 'starts other programs',
  shell: 'runs shell commands',
  evaluate: 'runs text as code',
  decode: 'decodes or decrypts data',
  'blob-literal': 'carries a large encoded or random-looking literal',
  'file-read': 'reads files',
  'file-write': 'writes, changes or deletes files',
  environment: 'reads environment variables',
  credentials: 'reaches for credentials: tokens, keys, cloud or CI secrets',
  'key-material': 'hands private keys or seed phrases to its own functions or the network',
  'browser-data': 'reaches for browser history, cookies or saved passwords',
  wallet: 'reaches for wallets or the exchange of payments',
  'host-information': 'reads names of host, user, domain or network',
  publish: 'publishes packages or changes repositories',
  persistence: 'makes itself start again',
  injection: 'puts code into other programs',
  'native-code': 'loads native code',
  'dynamic-import': 'loads code whose name is computed',
  'process-memory': 'reads the memory of other programs',
  hook: 'replaces functions that others call',
  delay: 'waits for long or for a date',
  'anti-analysis': 'looks for debuggers, sandboxes or languages',
} as const

export type Capability = keyof typeof capabilities
