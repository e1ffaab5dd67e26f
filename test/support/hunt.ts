import type { Hunt } from '../../src/model/hunt.ts'

const evidence = [{ table: 'contact', source: 1, line: 470, file: '/evidence/zeek/conn.log.gz' }]
const span = { first: '2023-03-22T10:00:00Z', last: '2023-03-29T09:12:00Z' }

/** A hunt with a bit of everything: met, met without proof, blocked, exposed, untested. */
export function sampleHunt(over: Partial<Hunt> = {}): Hunt {
  return {
    id: 'case-1',
    title: 'Softphone supply chain compromise',
    advisories: [
      {
        id: 'advisory-1',
        file: 'warning.pdf',
        title: 'Softphone supply chain compromise',
        publisher: 'A CERT',
        published: '2023-03-30',
        tlp: 'AMBER',
        format: 'pdf',
        sha256: 'e'.repeat(64),
      },
    ],
    at: '2023-04-01T08:00:00.000Z',
    word: 'HIT',
    sentence: '2 hosts met what the advisory warns of: msstorageazure.invalid; 3 of 12 rows were refused on the way.',
    next: 'Isolate cc-d003 and cc-d004.',
    indicators: [
      {
        type: 'domain',
        value: 'msstorageazure.invalid',
        role: 'command-and-control',
        word: 'HIT',
        sightings: [
          { way: 'contacted', relation: 'below', met: ['cdn.msstorageazure.invalid'], hosts: ['cc-d003', 'cc-d004'], rows: 12, blocked: 3, ...span, evidence },
        ],
        hosts: ['cc-d003', 'cc-d004'],
        rows: 12,
        blocked: 3,
        ...span,
        sources: [{ advisory: 'advisory-1', place: 'page 4', sentence: 'It reports to msstorageazure[.]invalid.' }],
      },
      {
        type: 'host',
        value: 'raw.codehost.example',
        role: 'delivery',
        word: 'SEEN',
        demoted: 'a service that many use: its pages may be indicators, its host is none',
        sightings: [{ way: 'looked up', relation: 'exact', met: ['raw.codehost.example'], hosts: ['eng-d001'], rows: 40, blocked: 0, ...span, evidence }],
        hosts: ['eng-d001'],
        rows: 40,
        blocked: 0,
        ...span,
        sources: [],
      },
      {
        type: 'registry-key',
        value: 'HKCU\\Software\\Bad',
        role: 'unknown',
        word: 'CANNOT TELL',
        sightings: [],
        hosts: [],
        rows: 0,
        blocked: 0,
        needs: 'registry events',
        sources: [],
      },
      { type: 'sha256', value: 'a'.repeat(64), role: 'payload', word: 'NOT SEEN', sightings: [], hosts: [], rows: 0, blocked: 0, sources: [] },
    ],
    products: [
      {
        product: 'Softphone Desktop',
        vendor: 'Softphone Ltd',
        platform: 'windows',
        affected: '18.12.407, 18.12.416',
        word: 'EXPOSED',
        says: 'An affected version is or was on 1 host: cc-d009.',
        installations: [
          {
            host: 'cc-d009',
            product: 'Softphone Desktop',
            vendor: '',
            version: '18.12.416.0',
            state: 'affected',
            because: 'version 18.12.416 is named as affected',
            confidence: 0.8,
            by: 'name',
            since: '2023-03-21T08:00:00Z',
            daysCovered: 9,
            evidence: [],
          },
        ],
        sources: [],
      },
    ],
    patterns: [
      {
        id: 'rule-1',
        language: 'yara',
        name: 'payload in slack',
        text: 'rule x { condition: true }',
        word: 'CANNOT TELL',
        says: 'the files themselves',
        sightings: [],
      },
    ],
    hosts: [
      { host: 'cc-d003', word: 'HIT', because: ['met msstorageazure.invalid (contacted)'], ...span },
      { host: 'cc-d009', word: 'EXPOSED', because: ['has Softphone Desktop 18.12.416.0'] },
      { host: 'srv-1', word: 'NOT SEEN', because: [] },
    ],
    ties: [
      {
        finding: 'f1',
        title: 'cc-d009 talks to 198.51.100.9 at regular intervals',
        destinations: ['198.51.100.9'],
        hosts: ['cc-d009'],
        contacts: 40,
        blocked: 40,
        chance: 0.2,
      },
    ],
    cves: ['CVE-2023-29059'],
    techniques: ['T1195.002'],
    coverage: {
      evidence: [{ table: 'connection', title: 'Network connections', rows: 1000, ...span }],
      untested: [{ what: '1 registry key', count: 1, needs: 'registry events' }],
      tested: 3,
    },
    disagreements: [],
    notes: ['page 7 is a picture'],
    seconds: 0.4,
    ...over,
  }
}
