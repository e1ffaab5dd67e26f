import type { Capability } from '../capability.ts'

/** Capabilities that say little alone and much together: one of each line must be there. */
export interface Conjunction {
  readonly name: string
  readonly title: string
  readonly says: string
  readonly all: readonly (readonly Capability[])[]
  readonly technique: string
  readonly innocentIf: string
  /** Only in one statement: side by side the parts say nothing. */
  readonly together?: true
  /** In one statement it says the same whatever the release could do before. */
  readonly whole?: true
}

const runs: readonly Capability[] = ['execute', 'shell', 'evaluate', 'dynamic-import']
const secrets: readonly Capability[] = ['credentials', 'browser-data', 'wallet', 'process-memory']

export const conjunctions: readonly Conjunction[] = [
  {
    name: 'decode-and-execute',
    title: 'New code decodes something and runs it',
    says: 'decodes data and runs the result',
    all: [['decode'], ['execute', 'shell', 'evaluate']],
    whole: true,
    technique: 'T1140',
    innocentIf: 'the vendor explains what is decoded and why it must be run',
  },
  {
    name: 'blob-and-execute',
    title: 'New code runs an encoded literal',
    says: 'carries an encoded literal beside code that runs text or programs',
    all: [['blob-literal'], ['execute', 'shell', 'evaluate']],
    technique: 'T1027.009',
    innocentIf: 'the literal can be decoded and is what the vendor says it is',
  },
  {
    name: 'hidden-module',
    title: 'New code loads a module whose name is encoded',
    says: 'decodes the name of what it loads',
    all: [
      ['decode', 'concealed-name'],
      ['dynamic-import', 'concealed-name'],
    ],
    together: true,
    technique: 'T1027.013',
    innocentIf: 'the decoded data is not the name',
  },
  {
    name: 'runs-stored-text',
    title: 'New code runs what lies in a file that is no code',
    says: 'runs what a file of the release holds that is no code',
    all: [['stored-code']],
    technique: 'T1027.009',
    innocentIf: 'the file holds what the vendor says it does, and the vendor says why it is run',
  },
  {
    name: 'tells-by-name',
    title: 'New code hands data on in the names that it asks for',
    says: 'puts what it knows of the machine into names that it asks for',
    all: [['name-query'], ['host-information', 'environment', 'file-read', ...secrets]],
    technique: 'T1071.004',
    innocentIf: 'the zone belongs to the vendor, and what is asked for is documented',
  },
  {
    name: 'download-and-execute',
    title: 'New code fetches something and runs it',
    says: 'talks to the network and runs programs or text',
    all: [['network'], runs],
    technique: 'T1105',
    innocentIf: 'it fetches a part of the product from the vendor and checks its signature',
  },
  {
    name: 'secrets-and-network',
    title: 'New code reaches for secrets and the network',
    says: 'reaches for secrets and talks to the network',
    all: [[...secrets, 'key-material'], ['network']],
    technique: 'T1041',
    innocentIf: 'it signs in with the secret to the service the secret belongs to',
  },
  {
    name: 'secrets-and-execute',
    title: 'New code reaches for secrets and runs programs',
    says: 'reaches for secrets and runs programs or text',
    all: [secrets, ['execute', 'shell', 'evaluate']],
    technique: 'T1552',
    innocentIf: 'it hands the secret to the tool it belongs to',
  },
  {
    name: 'publishes-itself',
    title: 'New code publishes packages or changes repositories',
    says: 'publishes packages or changes repositories, and has what it needs for it',
    all: [['publish'], ['execute', 'shell', 'file-write', 'credentials', 'network']],
    technique: 'T1195.002',
    innocentIf: 'the product is a tool for publishing',
  },
  {
    name: 'hooks-payment',
    title: 'New code stands between callers and their payments',
    says: 'replaces functions that others call and reaches for wallets or payments',
    all: [['hook'], ['wallet']],
    technique: 'T1565.002',
    innocentIf: 'the product is a wallet',
  },
  {
    name: 'reads-process-memory',
    title: 'New code reads the memory of other programs',
    says: 'reads the memory of other programs',
    all: [['process-memory']],
    technique: 'T1003.007',
    innocentIf: 'the product is a debugger or profiler',
  },
  {
    name: 'injects',
    title: 'New code puts code into other programs',
    says: 'puts code into other programs',
    all: [['injection']],
    technique: 'T1055',
    innocentIf: 'the product is a debugger, a test tool or an anti-virus',
  },
  {
    name: 'persists',
    title: 'New code makes itself start again',
    says: 'makes itself start again and writes files or runs programs',
    all: [['persistence'], ['execute', 'shell', 'file-write', 'network']],
    technique: 'T1547',
    innocentIf: 'the product is a service or has an updater',
  },
  {
    name: 'targets-and-destroys',
    title: 'New code acts by date, place or machine',
    says: 'looks at date, language, place or machine before it writes files or runs programs',
    all: [
      ['anti-analysis', 'delay', 'host-information'],
      ['file-write', 'execute', 'shell', 'evaluate'],
      ['network', 'decode', 'blob-literal'],
    ],
    technique: 'T1480',
    innocentIf: 'the condition is documented and what follows harmless',
  },
  {
    name: 'script-for-some',
    title: 'New code loads a script for some visitors only',
    says: 'loads a script from elsewhere, and decides by device, hour, chance or language for whom',
    all: [['remote-script'], ['audience', 'anti-analysis', 'delay', 'browser-data']],
    technique: 'T1608.004',
    innocentIf: 'the script is a part of the product and the condition is documented',
  },
]
