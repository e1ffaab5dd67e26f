import { unitOf } from '../../../src/releases/unit.ts'
import { statement } from '../release.ts'
import { base, type Case, files, manifest, packaged, published } from './case.ts'

function dependency(says: string) {
  return manifest('dependency', says, { imports: [says.slice(0, says.indexOf('@'))] })
}

function locked(host: string) {
  const unit = unitOf({ kind: 'manifest.locked', text: host, place: { line: 1 }, hosts: [host] })
  return files({ 'package/npm-shrinkwrap.json': { readers: ['manifest'], units: [unit] } })
}

function action(kind = 'uses', ...used: string[]) {
  return files({ 'action.yml': { readers: ['manifest'], units: used.map((says) => manifest(kind, says)) } })
}

export const originCases: readonly Case[] = [
  {
    fact: 'young-dependency',
    fires: [
      {
        ...packaged(manifest('dependency', 'plain-crypto-js@^4.2.1', { imports: ['plain-crypto-js'] })),
        publication: published({ publishedAt: '2026-03-31T00:21:00Z', dependencies: { 'plain-crypto-js': { firstPublishedAt: '2026-03-30T05:57:00Z' } } }),
      },
      packaged(),
    ],
    not: [
      [
        'an old one',
        {
          ...packaged(manifest('dependency', 'lodash@^4', { imports: ['lodash'] })),
          publication: published({ publishedAt: '2026-03-31T00:21:00Z', dependencies: { lodash: { firstPublishedAt: '2012-04-23T00:00:00Z' } } }),
        },
        packaged(),
      ],
      ['unknown', packaged(manifest('dependency', 'lodash@^4', { imports: ['lodash'] })), packaged()],
    ],
  },
  {
    fact: 'unused-dependency',
    fires: [
      files({
        'package/package.json': { readers: ['manifest'], units: [manifest('dependency', 'plain-crypto-js@^4.2.1', { imports: ['plain-crypto-js'] })] },
        'package/a.js': { units: [statement('a', [], { imports: ['lodash/fp'] })] },
      }),
      packaged(),
    ],
    not: [
      [
        'imported',
        files({
          'package/package.json': { readers: ['manifest'], units: [manifest('dependency', 'lodash@^4', { imports: ['lodash'] })] },
          'package/a.js': { units: [statement('a', [], { imports: ['lodash/fp'] })] },
        }),
        packaged(),
      ],
      [
        'imported by Python in its way',
        {
          ...files({
            'package/METADATA': { readers: ['manifest'], units: [manifest('dependency', 'Typing-Extensions>=4', { imports: ['Typing-Extensions'] })] },
            'package/a.py': { units: [statement('a', [], { imports: ['typing_extensions.more'] })] },
          }),
          identity: { ecosystem: 'pypi', name: 'thing', version: '1.0.1' },
        },
        packaged(),
      ],
      [
        'for development',
        files({
          'package/package.json': { readers: ['manifest'], units: [manifest('dependency', 'vitest@^4 (development)', { imports: ['vitest'] })] },
          'package/a.js': { units: [statement('a', [], { imports: ['lodash'] })] },
        }),
        packaged(),
      ],
      [
        'another range',
        files({
          'package/package.json': { readers: ['manifest'], units: [manifest('dependency', 'x@^2', { imports: ['x'] })] },
          'package/a.js': { units: [statement('a', [], { imports: ['lodash'] })] },
        }),
        packaged(manifest('dependency', 'x@^1', { imports: ['x'] })),
      ],
    ],
  },
  {
    fact: 'unregistered-dependency',
    fires: [packaged(manifest('dependency', '@tanstack/setup@github:tanstack/router#79ac49ee (optional)', { imports: ['@tanstack/setup'] })), packaged()],
    not: [['a range', packaged(manifest('dependency', '@tanstack/setup@>=1.0.0 <2', { imports: ['@tanstack/setup'] })), packaged()]],
  },
  {
    fact: 'dependency-source-changed',
    fires: [packaged(dependency('ms@npm:@other/ms@^2.1.3')), packaged(dependency('ms@^2.1.3'))],
    not: [
      ['another range', packaged(dependency('ms@^3')), packaged(dependency('ms@^2.1.3'))],
      [
        'another version at the same address',
        packaged(dependency('ms@https://a.invalid/ms-2.0.0.tgz')),
        packaged(dependency('ms@https://a.invalid/ms-1.0.0.tgz')),
      ],
      ['an alias to itself', packaged(dependency('ms@npm:ms@^3')), packaged(dependency('ms@^2.1.3'))],
      ['a second major under a name of its own', packaged(dependency('ms-one@npm:ms@^1'), dependency('ms@^2')), packaged(dependency('ms@^2'))],
      ['bundled besides', packaged(dependency('ms@npm:fast-ms@^2'), dependency('ms@* (bundled)')), packaged(dependency('ms@npm:fast-ms@^1'))],
    ],
  },
  {
    fact: 'locked-elsewhere',
    fires: [locked('npm-cache.invalid'), locked('registry.npmjs.org')],
    not: [
      ['the registry', locked('registry.npmjs.org'), base],
      ['the registry of the release', { ...locked('npm.corp.invalid'), publication: published({ registry: 'https://npm.corp.invalid/' }) }, base],
      ['there before', { files: { ...locked('npm-cache.invalid').files, 'package/b.js': {} } }, locked('npm-cache.invalid')],
    ],
  },
  {
    fact: 'new-action',
    fires: [action('uses', 'setup-things/cache-x@v1'), action()],
    not: [
      ['another version', action('uses', 'a/b@v2'), action('uses', 'a/b@v1')],
      ['of the system itself', action('uses', 'actions/cache@v4'), action()],
      ['of the same release', action('uses', './.github/actions/own'), action()],
      ['for the maintainers only', files({ '.github/workflows/ci.yml': { readers: ['manifest'], units: [manifest('uses', 'a/b@v1')] } }), base],
    ],
  },
  {
    fact: 'provenance-lost',
    fires: [
      {
        ...base,
        identity: { ecosystem: 'npm', name: 'example', version: '1.0.1' },
        publication: published({ provenance: false, history: [{ version: '1.0.0', provenance: true }] }),
      },
      undefined,
    ],
    not: [
      ['unknown', { ...base, publication: published({ provenance: null, history: [{ version: '1.0.0', provenance: true }] }) }, undefined],
      [
        'a new major',
        {
          ...base,
          identity: { ecosystem: 'npm', name: 'example', version: '2.0.0' },
          publication: published({ provenance: false, history: [{ version: '1.0.0', provenance: true }] }),
        },
        undefined,
      ],
    ],
  },
  {
    fact: 'new-publisher',
    fires: [{ ...base, publication: published({ publisher: 'mallory', history: [{ version: '0.9.0', publisher: 'alice', provenance: null }] }) }, undefined],
    not: [
      [
        'one of the old',
        { ...base, publication: published({ publisher: 'alice', history: [{ version: '0.9.0', publisher: 'alice', provenance: null }] }) },
        undefined,
      ],
      ['history unknown', { ...base, publication: published({ publisher: 'mallory', history: [{ version: '0.9.0', provenance: null }] }) }, undefined],
    ],
  },
  {
    fact: 'dormant-publisher',
    fires: [
      {
        ...base,
        publication: published({
          publisher: 'bob',
          publishedAt: '2026-01-01T00:00:00Z',
          history: [
            { version: '0.1.0', publisher: 'bob', publishedAt: '2020-01-01T00:00:00Z', provenance: null },
            { version: '0.9.0', publisher: 'alice', publishedAt: '2025-12-01T00:00:00Z', provenance: null },
          ],
        }),
      },
      undefined,
    ],
    not: [
      [
        'the only one',
        {
          ...base,
          publication: published({
            publisher: 'bob',
            publishedAt: '2026-01-01T00:00:00Z',
            history: [{ version: '0.1.0', publisher: 'bob', publishedAt: '2020-01-01T00:00:00Z', provenance: null }],
          }),
        },
        undefined,
      ],
    ],
  },
  {
    fact: 'burst',
    fires: [
      {
        ...base,
        publication: published({
          publishedAt: '2026-01-01T00:30:00Z',
          history: [
            { version: '0.8.0', publishedAt: '2026-01-01T00:00:00Z', provenance: null },
            { version: '0.9.0', publishedAt: '2026-01-01T00:10:00Z', provenance: null },
          ],
        }),
      },
      undefined,
    ],
    not: [
      [
        'a repair',
        {
          ...base,
          publication: published({
            publishedAt: '2026-01-01T00:30:00Z',
            history: [{ version: '0.9.0', publishedAt: '2026-01-01T00:10:00Z', provenance: null }],
          }),
        },
        undefined,
      ],
    ],
  },
  {
    fact: 'too-young',
    fires: [{ ...base, publication: published({ publishedAt: '2026-03-31T12:00:00Z' }) }, undefined],
    not: [
      ['older', { ...base, publication: published({ publishedAt: '2026-03-01T12:00:00Z' }) }, undefined],
      ['unknown', { ...base, publication: published({}) }, undefined],
    ],
  },
  {
    fact: 'nothing-to-read',
    fires: [{ files: { 'package/a.js': { readers: [], size: 0 } } }, base],
    not: [
      ['code', base, undefined],
      ['unknown bytes in which something was found', { files: { 'a.dat': { readers: ['strings'], units: [statement('tell')] } } }, undefined],
      ['text', { files: { 'README.md': { readers: [], traits: [{ name: 'file.text', value: true }] } } }, undefined],
    ],
  },
]
