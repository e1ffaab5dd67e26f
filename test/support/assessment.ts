import { stableId } from '../../src/base/hash.ts'
import { isoFromSeconds } from '../../src/base/time.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { Coverage } from '../../src/model/status.ts'
import type { Assessment } from '../../src/report/assessment.ts'
import { at, destination, sampleBars, sampleBeacon, sampleCohort, sampleTimeline, start, talkers } from './figures.ts'
import { sampleVetting } from './vetting.ts'

type Rough = Pick<Finding, 'analysis' | 'title' | 'severity' | 'confidence'> & Partial<Finding>

export function finding(rough: Rough): Finding {
  return {
    id: stableId(rough.analysis, rough.title),
    kind: 'behaviour',
    first: at(2.4),
    last: at(11.2),
    about: [{ kind: 'host', id: 'finance-07' }],
    because: [],
    innocentIf: [],
    evidence: [{ table: 'connection', source: 3, line: 18_233, file: 'zeek/2023-03-22/conn.log.gz' }],
    advice: [],
    techniques: [],
    ...rough,
  }
}

const culprit = finding({
  analysis: 'culprit',
  kind: 'explains',
  title: `Softphone Desktop 18.12.416 explains who talks to ${destination}`,
  severity: 4,
  confidence: 0.93,
  about: [
    { kind: 'release', id: 'Softphone Desktop@18.12.416' },
    { kind: 'destination', id: destination },
    ...talkers.map((id) => ({ kind: 'host', id }) as const),
  ],
  because: [
    {
      says: 'Every host that talks to the new destination had the release before its first contact.',
      observed: '12 of 12 hosts that talk to it have the release; of the 60 that do not, 2 have it',
      expected: '2.3 of 12, if the release had nothing to do with it (p = 3 × 10⁻¹¹)',
      weight: 0.6,
    },
    {
      says: 'No other release explains it nearly as well.',
      observed: '95 % credible set of one release',
      expected: 'several releases side by side',
      weight: 0.25,
    },
    { says: 'The destination is new to the organisation.', observed: 'first seen 2023-03-22', expected: 'seen in the 30 days before', weight: 0.15 },
  ],
  innocentIf: [
    'the vendor confirms that this release added the destination, for telemetry or updates',
    'the hosts share something else, such as a site or a policy, that is not in the inventory',
  ],
  evidence: [
    { table: 'tls_session', source: 4, line: 9120, file: 'zeek/2023-03-22/ssl.log.gz' },
    { table: 'installation', source: 9, line: 412, file: 'inventory/software.csv' },
  ],
  advice: ['Stop the roll-out of Softphone Desktop 18.12.416 and compare it with the release before: gatehouse vet NEW --against OLD'],
  techniques: ['T1195.002'],
  figure: sampleCohort(),
})

const beacon = finding({
  analysis: 'beacon',
  title: `finance-07 calls ${destination} every 60 min`,
  severity: 4,
  confidence: 0.88,
  about: [
    { kind: 'host', id: 'finance-07' },
    { kind: 'destination', id: destination },
  ],
  because: [
    {
      says: 'The calls keep a rhythm that people do not.',
      observed: '220 calls, half of the intervals between 58 and 62 min',
      expected: 'intervals spread as chance would, from seconds to hours',
      weight: 0.7,
    },
    { says: 'Each call sends about as much as the last.', observed: 'between 420 B and 2.8 kB', expected: 'sizes as mixed as those of browsing', weight: 0.3 },
  ],
  innocentIf: ['the software is known to ask for updates or mail on this rhythm'],
  advice: [`Block ${destination} at the proxy and keep the logs`],
  techniques: ['T1071.001'],
  figure: sampleBeacon(),
})

const known = finding({
  analysis: 'indicators',
  kind: 'known',
  title: `${destination} is on the list “Softphone intrusion, March 2023”`,
  severity: 5,
  confidence: 0.97,
  about: [{ kind: 'destination', id: destination }],
  because: [
    {
      says: 'A published indicator was met in traffic.',
      observed: `12 hosts contacted ${destination}`,
      expected: 'no contact with a value on the list',
      weight: 1,
    },
  ],
  innocentIf: ['the list names the value by mistake: no warning list does so'],
  advice: ['Isolate the 12 hosts and take memory images before restarting them'],
  techniques: ['T1071.001'],
})

const volume = finding({
  analysis: 'exfiltration',
  title: 'finance-07 sent 48 MB to a destination it had never used',
  severity: 3,
  confidence: 0.7,
  because: [
    {
      says: 'The host sent far more than it and its peers do.',
      observed: '48.2 MB in the night of 29 March',
      expected: 'at most 1.1 MB (median of all hosts, 7 deviations above)',
      weight: 1,
    },
  ],
  innocentIf: ['a back-up or a planned transfer ran that night'],
  advice: ['Ask the owner of finance-07 what ran on 29 March after 02:00'],
  techniques: ['T1041'],
  figure: sampleBars(),
})

const posture = [
  finding({
    analysis: 'out-of-date',
    kind: 'posture',
    title: 'Legacy Reader 9.5 is past its end of life on 14 hosts',
    severity: 3,
    confidence: 0.99,
    because: [{ says: 'The vendor sends no more security updates.', observed: 'support ended 2022-06-30', expected: 'a supported release', weight: 1 }],
    innocentIf: ['an extended support contract covers it'],
    advice: ['Replace Legacy Reader or remove it'],
    about: [{ kind: 'software', id: 'Legacy Reader' }],
  }),
  finding({
    analysis: 'second-factor',
    kind: 'posture',
    title: '3 administrators sign in with a password alone',
    severity: 4,
    confidence: 0.9,
    because: [{ says: 'No second factor was asked for.', observed: '41 sign-ins of 3 accounts without one', expected: 'none', weight: 1 }],
    advice: ['Turn on two-factor authentication for anna.k, it-admin and svc-backup'],
    about: [{ kind: 'account', id: 'it-admin' }],
  }),
  finding({ analysis: 'strobe', title: 'desk-019 opened 91,204 connections to one address in a day', severity: 2, confidence: 0.6 }),
  ...Array.from({ length: 6 }, (_, index) =>
    finding({ analysis: 'new-destination', kind: 'context', title: `new-host-${index}.invalid is new to the organisation`, severity: 1, confidence: 0.5 }),
  ),
]

const incident: Incident = {
  id: stableId('incident', destination),
  title: `Softphone Desktop 18.12.416 calls ${destination} from 12 hosts`,
  says: `Since 22 March 12 hosts with Softphone Desktop 18.12.416 call ${destination} every hour; a published list names it as a command channel.`,
  severity: 5,
  confidence: 0.95,
  first: at(1.1),
  last: at(11.2),
  about: culprit.about,
  speaksFor: [
    'The release explains who talks to the destination (p = 3 × 10⁻¹¹).',
    'The calls keep a rhythm of 60 minutes.',
    'A published list names the destination.',
  ],
  speaksAgainst: [
    'Two hosts with the release have not called it yet; such implants are known to sleep for weeks.',
    'The vendor could have added the destination for telemetry.',
  ],
  findings: [known.id, culprit.id, beacon.id, volume.id],
  advice: [
    'Isolate the 12 hosts and take memory images before restarting them',
    `Block ${destination} at the proxy and keep the logs`,
    'Stop the roll-out of Softphone Desktop 18.12.416',
  ],
  techniques: ['T1195.002', 'T1071.001', 'T1041'],
  figures: [sampleCohort(), sampleBeacon(), sampleTimeline()],
}

const second: Incident = {
  ...incident,
  id: stableId('incident', 'password'),
  title: '3 administrators sign in with a password alone',
  says: 'The accounts anna.k, it-admin and svc-backup are administrators, and whoever has their password gets in.',
  severity: 4,
  confidence: 0.9,
  about: [{ kind: 'account', id: 'it-admin' }],
  speaksFor: ['41 sign-ins without a second factor.'],
  speaksAgainst: ['The identity provider may ask for it where the logs do not show it.'],
  findings: [posture[1]?.id ?? ''],
  advice: ['Turn on two-factor authentication for anna.k, it-admin and svc-backup'],
  techniques: ['T1078'],
  figures: [],
}

const coverage: readonly Coverage[] = [
  { table: 'connection', source: 'zeek/conn.log.gz', rows: 1_204_331, first: at(0), last: at(11.2), gaps: [{ from: at(6), until: at(7.2) }] },
  { table: 'dns_query', source: 'zeek/dns.log.gz', rows: 402_117, first: at(0.1), last: at(11.2), gaps: [{ from: at(6), until: at(7.2) }] },
  { table: 'tls_session', source: 'zeek/ssl.log.gz', rows: 310_054, first: at(0.1), last: at(11.2), gaps: [] },
  { table: 'http_request', source: 'proxy/access.log', rows: 88_120, first: at(3), last: at(9.4), gaps: [] },
  { table: 'installation', source: 'inventory/software.csv', rows: 8412, gaps: [] },
  { table: 'indicator', source: 'lists/softphone.csv', rows: 41, gaps: [] },
]

/** An assessment with a bit of everything. */
export function sampleAssessment(): Assessment {
  return {
    gatehouse: { version: '0.1.0' },
    assessedAt: '2023-04-02T10:12:00Z',
    folder: '/evidence/site-a',
    workspace: '/var/lib/gatehouse/site-a',
    verdict: {
      word: 'HIT',
      sentence: `12 hosts call ${destination}, a known command channel, and Softphone Desktop 18.12.416 is the software that does it.`,
      next: 'Isolate the 12 hosts, then compare the releases: gatehouse vet softphone-18.12.416.msi --against softphone-18.12.402.msi',
    },
    incidents: [incident, second],
    findings: [known, culprit, beacon, volume, ...posture],
    analyses: [
      { analysis: 'beacon', version: 2, outcome: 'succeeded', findings: 1, seconds: 0.84, title: 'Beacons', looksFor: 'Programs that call home on a rhythm.' },
      {
        analysis: 'culprit',
        version: 1,
        outcome: 'succeeded',
        findings: 1,
        seconds: 2.1,
        title: 'Culprit',
        looksFor: 'The release that explains who talks to a new destination.',
      },
      { analysis: 'exfiltration', version: 1, outcome: 'partial', reason: 'no sizes for 12 % of the connections', findings: 1, seconds: 0.4 },
      {
        analysis: 'sign-in',
        version: 1,
        outcome: 'skipped',
        reason: 'needs sign-in logs (table sign_in), for example an export of Entra sign-ins',
        findings: 0,
        seconds: 0,
      },
      { analysis: 'dns-tunnel', version: 1, outcome: 'failed', reason: 'a query needed more memory than the limit that is set', findings: 0, seconds: 9.3 },
    ],
    coverage,
    hunts: [],
    posture: [
      {
        name: 'second-factors',
        title: 'Second factors',
        says: '12 of 40 accounts have no second factor, and of 3 it is not known. 1 of 4 privileged accounts has a phishing-resistant one.',
        columns: [{ name: 'Directory' }, { name: 'Accounts' }, { name: 'Number', numeric: true }, { name: 'Second factor: yes', numeric: true }],
        rows: [
          ['entra', 'all', 40, 25],
          ['ldap', 'all', 12, null],
        ],
        note: 'Accounts of people that may sign in.',
      },
    ],
    vettings: [{ release: 'Softphone Desktop@18.12.416', vetting: sampleVetting() }],
    intake: {
      files: 9,
      added: 6,
      grown: 0,
      known: 0,
      rows: 2_013_075,
      seconds: 9.4,
      sources: [
        {
          file: 'zeek/conn.log.gz',
          format: 'zeek',
          outcome: 'partial',
          rows: { connection: 1_204_331 },
          skippedLines: 3,
          notes: [{ line: 90_112, text: 'cut off in the middle of the line' }],
        },
        { file: 'inventory/software.csv', format: 'table', outcome: 'succeeded', rows: { installation: 8412 }, skippedLines: 0, notes: [] },
      ],
      skipped: [
        { file: 'readme.txt', why: 'no known format' },
        { file: 'notes.docx', why: 'no known format' },
        { file: 'old/conn.log', why: 'the same content as zeek/conn.log.gz' },
      ],
    },
  }
}

/** Nothing found, in evidence that could have shown it. */
export function quietAssessment(): Assessment {
  return {
    ...sampleAssessment(),
    verdict: {
      word: 'NOT SEEN',
      sentence: 'Nothing in 11 days of traffic of 72 hosts speaks of an intrusion.',
      next: 'Add the inventory of the servers, and assess again.',
    },
    incidents: [],
    findings: [],
  }
}

/** No evidence to speak of. */
export function blindAssessment(): Assessment {
  const { intake } = sampleAssessment()
  return {
    ...sampleAssessment(),
    verdict: { word: 'CANNOT TELL', sentence: 'The folder holds no traffic logs.', next: 'Put Zeek or Suricata logs into the folder, and assess again.' },
    incidents: [],
    findings: [],
    coverage: [],
    analyses: [{ analysis: 'beacon', version: 2, outcome: 'skipped', reason: 'needs connections (table connection)', findings: 0, seconds: 0 }],
    intake: { ...intake, sources: [], rows: 0, added: 0 },
  }
}

/** As many hourly files as a sensor writes in six weeks, in two folders; hour 500 of the first is missing. */
export function hourlyCoverage(hours = 1000): readonly Coverage[] {
  return ['north', 'south'].flatMap((folder) =>
    Array.from({ length: hours }, (_, hour) => hour)
      .filter((hour) => folder !== 'north' || hour !== 500)
      .map((hour) => ({
        table: 'connection',
        source: `${folder}/conn.${String(hour).padStart(4, '0')}.log.gz`,
        rows: 1000,
        first: isoFromSeconds(start + hour * 3600 + 2),
        last: isoFromSeconds(start + hour * 3600 + 3597),
        gaps: [],
      })),
  )
}
