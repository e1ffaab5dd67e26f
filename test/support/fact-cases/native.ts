import { unitOf } from '../../../src/releases/unit.ts'
import { base, type Case, files, imported, native } from './case.ts'

const overlay = (bytes: number, entropy: number) => [
  { name: 'elf.overlay-bytes', value: bytes },
  { name: 'elf.overlay-entropy', value: entropy },
]

export const nativeCases: readonly Case[] = [
  {
    fact: 'new-overlay',
    fires: [files(native('a.exe', [], [{ name: 'pe.overlay-bytes', value: 90_000 }])), files(native('a.exe', [], [{ name: 'pe.overlay-bytes', value: 0 }]))],
    not: [
      [
        'an installer',
        files(native('a.exe', [], [{ name: 'pe.overlay-bytes', value: 90_000 }])),
        files(native('a.exe', [], [{ name: 'pe.overlay-bytes', value: 80_000 }])),
      ],
    ],
  },
  {
    fact: 'random-overlay',
    fires: [files(native('a.so', [], overlay(90_000, 7.9), { readers: ['elf'] })), files(native('a.so', [], overlay(0, 0), { readers: ['elf'] }))],
    not: [
      [
        'a signature of text',
        files(native('a.so', [], overlay(90_000, 5.1), { readers: ['elf'] })),
        files(native('a.so', [], overlay(0, 0), { readers: ['elf'] })),
      ],
      [
        'there before',
        files(native('a.so', [], overlay(90_000, 7.9), { readers: ['elf'] })),
        files(native('a.so', [], overlay(80_000, 7.9), { readers: ['elf'] })),
      ],
    ],
  },
  {
    fact: 'first-program',
    fires: [files(native('lib/a.node', [], [], { readers: ['elf'] })), base],
    not: [
      ['one more', files({ ...native('a.dll', []), ...native('b.dll', [], [], { size: 7 }) }), files(native('a.dll', []))],
      ['another kind of file', files({ 'a.wasm': { readers: ['strings'] } }), base],
    ],
  },
  {
    fact: 'system-library-name',
    fires: [files({ ...native('app/a.exe', []), ...native('app/VERSION.dll', [], [], { size: 7 }) }), files(native('app/a.exe', []))],
    not: [
      ['what products bring', files({ ...native('a.exe', []), ...native('d3dcompiler_47.dll', [], [], { size: 7 }) }), files(native('a.exe', []))],
      ['there before', files(native('version.dll', [], [], { size: 7 })), files(native('version.dll', []))],
    ],
  },
  {
    fact: 'slice-divergence',
    fires: [
      files({
        'lib.dylib': {
          readers: ['mach-o'],
          size: 2,
          slices: [
            { name: 'x86_64', units: [imported('_popen', 'execute'), imported('_chmod')], traits: [] },
            { name: 'arm64', units: [], traits: [] },
          ],
        },
      }),
      files({
        'lib.dylib': {
          readers: ['mach-o'],
          slices: [
            { name: 'x86_64', units: [], traits: [] },
            { name: 'arm64', units: [], traits: [] },
          ],
        },
      }),
    ],
    not: [
      [
        'both gain it',
        files({
          'lib.dylib': {
            readers: ['mach-o'],
            size: 2,
            slices: [
              { name: 'x86_64', units: [imported('_popen', 'execute')], traits: [] },
              { name: 'arm64', units: [imported('_popen', 'execute')], traits: [] },
            ],
          },
        }),
        files({
          'lib.dylib': {
            readers: ['mach-o'],
            slices: [
              { name: 'x86_64', units: [], traits: [] },
              { name: 'arm64', units: [], traits: [] },
            ],
          },
        }),
      ],
    ],
  },
  {
    fact: 'native-family',
    fires: [files(native('a.dll', [imported('k!a'), imported('w!connect', 'network')])), files(native('a.dll', [imported('k!a')]))],
    not: [
      [
        'more of the same',
        files(native('a.dll', [imported('w!connect', 'network'), imported('w!send', 'network')])),
        files(native('a.dll', [imported('w!connect', 'network')])),
      ],
    ],
  },
  ...(['library', 'section', 'ifunc', 'entitlement', 'constructor'] as const).map((kind): Case => {
    const unit = unitOf({ kind, text: 'new', place: { offset: 0 } })
    return {
      fact: `native-${kind}`,
      fires: [files(native('a.so', [imported('a'), unit])), files(native('a.so', [imported('a')]))],
      not: [
        ['a new file', files(native('b.so', [unit])), base],
        ['there before', files(native('a.so', [unit], [], { size: 5 })), files(native('a.so', [unit]))],
      ],
    }
  }),
  {
    fact: 'native-entropy',
    fires: [
      files(native('a.dll', [imported('b')], [{ name: 'pe.entropy..text', value: 7.8 }])),
      files(native('a.dll', [], [{ name: 'pe.entropy..text', value: 6.2 }])),
    ],
    not: [
      [
        'packed before',
        files(native('a.dll', [imported('b')], [{ name: 'pe.entropy..text', value: 7.8 }])),
        files(native('a.dll', [], [{ name: 'pe.entropy..text', value: 7.7 }])),
      ],
    ],
  },
  {
    fact: 'side-loading-pair',
    fires: [
      files({
        ...native('ffmpeg.dll', [unitOf({ kind: 'tell', text: 'd3dcompiler_47.dll', place: { offset: 4 } })]),
        ...native('d3dcompiler_47.dll', [imported('x')]),
      }),
      files({ ...native('ffmpeg.dll', []), ...native('d3dcompiler_47.dll', []) }),
    ],
    not: [
      [
        'the other did not change',
        files({ ...native('ffmpeg.dll', [unitOf({ kind: 'tell', text: 'd3dcompiler_47.dll', place: { offset: 4 } })]), ...native('d3dcompiler_47.dll', []) }),
        files({ ...native('ffmpeg.dll', []), ...native('d3dcompiler_47.dll', []) }),
      ],
    ],
  },
  {
    fact: 'forwards-everything',
    fires: [
      files(
        native(
          'version.dll',
          ['a', 'b', 'c'].map((name) => unitOf({ kind: 'forwarder', text: name, place: { offset: 1 } })),
        ),
      ),
      base,
    ],
    not: [
      [
        'one of many',
        files(
          native('version.dll', [
            unitOf({ kind: 'forwarder', text: 'a', place: {} }),
            ...['b', 'c', 'd'].map((name) => unitOf({ kind: 'export', text: name, place: {} })),
          ]),
        ),
        base,
      ],
    ],
  },
]
