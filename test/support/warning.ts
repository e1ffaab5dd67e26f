import type { Finding } from '../../src/model/finding.ts'
import type { Hunt, HuntedIndicator } from '../../src/model/hunt.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { Internal, WarningInput } from '../../src/sharing/warning-input.ts'

export function huntedIndicator(type: string, value: string, more: Partial<HuntedIndicator> = {}): HuntedIndicator {
  return {
    type,
    value,
    role: 'command-and-control',
    word: 'NOT SEEN',
    sightings: [],
    hosts: [],
    rows: 0,
    blocked: 0,
    sources: [{ advisory: 'a1', place: 'line 3', sentence: `The attackers used ${value}.` }],
    ...more,
  }
}

const hash = 'aa124a4b4df12b34e74ee7f6c683b2ebec4ce9a8edcf9be345823b4fdcf5d868'

export function sampleHunt(more: Partial<Hunt> = {}): Hunt {
  const sighting = {
    way: 'contacted',
    met: ['c2.attack.invalid'],
    relation: 'exact',
    hosts: ['ws-anna-17'],
    rows: 12,
    blocked: 2,
    first: '2026-03-20T06:00:00Z',
    last: '2026-03-21T06:00:00Z',
    evidence: [{ table: 'connection', source: 1, line: 7, file: '/evidence/ws-anna-17/conn.log' }],
  } as const
  return {
    id: 'hunt-1',
    title: 'Backdoor in Example Phone',
    advisories: [
      {
        id: 'a1',
        file: 'advisory.txt',
        title: 'Backdoor in Example Phone',
        publisher: 'Example CERT',
        published: '2026-03-29T00:00:00Z',
        tlp: 'GREEN',
        format: 'plain-text',
        sha256: hash,
      },
    ],
    at: '2026-04-01T10:00:00Z',
    word: 'HIT',
    sentence: 'One host, ws-anna-17.corp.example.org, met what the advisory warns of: c2.attack.invalid.',
    next: 'Isolate ws-anna-17 (10.20.30.40).',
    indicators: [
      huntedIndicator('host', 'c2.attack.invalid', {
        word: 'HIT',
        sightings: [sighting],
        hosts: ['ws-anna-17'],
        rows: 12,
        blocked: 2,
        first: sighting.first,
        last: sighting.last,
      }),
      huntedIndicator('ipv4', '203.0.113.9', { word: 'CANNOT TELL', needs: 'connections' }),
      huntedIndicator('ipv4', '10.20.30.41'),
      huntedIndicator('url', 'http://files.attack.invalid/icon1.ico'),
      huntedIndicator('sha256', hash, { role: 'payload' }),
      huntedIndicator('domain', 'codehost.example', { demoted: 'a public code host' }),
      huntedIndicator('email', 'mallory@attack.invalid'),
    ],
    products: [
      {
        product: 'Example Phone',
        vendor: 'Example Vendor',
        platform: 'windows',
        affected: '1.2.3',
        word: 'EXPOSED',
        says: 'One host has it.',
        installations: [
          {
            host: 'srv-pay-02',
            product: 'Example Phone',
            vendor: 'Example Vendor',
            version: '1.2.3',
            state: 'affected',
            because: 'the advisory names the version',
            confidence: 0.9,
            by: 'name',
            since: '2026-03-05T00:00:00Z',
            evidence: [],
          },
        ],
        sources: [{ advisory: 'a1', place: 'line 2', sentence: 'Versions 1.2.3 of Example Phone are affected.' }],
      },
    ],
    patterns: [],
    hosts: [{ host: 'ws-anna-17', word: 'HIT', because: ['it contacted c2.attack.invalid'] }],
    ties: [],
    cves: ['CVE-2026-12345'],
    techniques: ['T1195.002', 'T1071.001'],
    coverage: { evidence: [], untested: [{ what: '1 ipv4', count: 1, needs: 'connections' }], tested: 5 },
    disagreements: [],
    notes: [],
    seconds: 0.1,
    ...more,
  }
}

const sampleFinding: Finding = {
  id: 'f1',
  analysis: 'beacon',
  kind: 'behaviour',
  title: 'ws-anna-17.corp.example.org calls c2.attack.invalid every hour',
  severity: 5,
  confidence: 0.93,
  first: '2026-03-20T06:00:00Z',
  last: '2026-03-21T06:00:00Z',
  about: [
    { kind: 'host', id: 'ws-anna-17.corp.example.org' },
    { kind: 'account', id: 'CORP\\anna.keller' },
    { kind: 'destination', id: 'c2.attack.invalid' },
  ],
  because: [
    {
      says: 'The intervals are regular.',
      observed: '24 contacts from 10.20.30.40 by anna.keller@example.org, C:\\Users\\akeller\\AppData\\x.exe',
      expected: 'none',
      weight: 1,
    },
  ],
  innocentIf: ['it is the watch of 40.30.20.10.in-addr.arpa'],
  evidence: [{ table: 'connection', source: 1, line: 7, file: '/evidence/ws-anna-17/conn.log' }],
  advice: ['Isolate ip-10-20-30-40.'],
  techniques: ['T1071.001'],
}

const sampleIncident: Incident = {
  id: 'i1',
  title: 'Example Phone 1.2.3 is the likely way in',
  says: 'Example Phone explains who talks to c2.attack.invalid: WS-ANNA-17 and srv-pay-02.',
  severity: 5,
  confidence: 0.9,
  first: '2026-03-20T06:00:00Z',
  last: '2026-03-21T06:00:00Z',
  about: [{ kind: 'host', id: 'ws-anna-17.corp.example.org' }],
  speaksFor: [],
  speaksAgainst: ['fd00::17 is a test machine'],
  findings: ['f1'],
  advice: ['Isolate ws-anna-17.'],
  techniques: ['T1195.002'],
  figures: [],
}

/** Texts that stand for something inside in the sample: none of them may leave. */
export const innerTexts = [
  'ws-anna-17',
  'srv-pay-02',
  'corp.example.org',
  'example.org',
  'keller',
  '10.20.30.40',
  '10-20-30-40',
  '40.30.20.10',
  '10.20.30.41',
  'fd00::17',
  'dc-vault',
  '/evidence/',
] as const

export const sampleInternal: Internal = {
  hosts: ['ws-anna-17.corp.example.org', 'srv-pay-02', 'dc-vault'],
  users: [],
  domains: [],
  ranges: ['10.0.0.0/8', 'fd00::/8'],
  addresses: new Map([['10.20.30.40', 'ws-anna-17.corp.example.org']]),
}

export function sampleInput(more: Partial<WarningInput> = {}): WarningInput {
  return {
    about: { kind: 'workspace', id: 'all' },
    tlp: 'AMBER',
    from: 'Example Ltd',
    at: '2026-04-01T10:00:00.000Z',
    gatehouse: '0.1.0',
    verdict: { word: 'HIT', sentence: 'WS-ANNA-17 calls c2.attack.invalid.', next: 'Isolate ws-anna-17.' },
    incidents: [sampleIncident],
    findings: [sampleFinding],
    hunts: [sampleHunt()],
    coverage: [
      { table: 'connection', source: '/evidence/ws-anna-17/conn.log', rows: 4242, first: '2026-03-01T00:00:00Z', last: '2026-04-01T00:00:00Z', gaps: [] },
    ],
    releases: [{ host: 'srv-pay-02', product: 'Example Phone', vendor: 'Example Vendor', version: '1.2.3' }],
    vetted: [],
    ...more,
  }
}
