import { statement } from '../release.ts'
import { base, type Case, files, random } from './case.ts'

export const dataCases: readonly Case[] = [
  {
    fact: 'new-random-file',
    fires: [files({ 'data.bin': random(200_000) }), base],
    not: [
      ['a small one', files({ 'data.bin': random(20_000) }), base],
      ['a picture', files({ 'data.png': random(200_000, [{ name: 'file.medium', value: 'png' }]) }), base],
      ['there before', files({ 'data.bin': random(210_000) }), files({ 'data.bin': random(200_000) })],
    ],
  },
  {
    fact: 'split-random-data',
    fires: [files({ 'a.bin': random(60_000), 'b.bin': random(60_001) }), base],
    not: [['too little', files({ 'a.bin': random(6_000), 'b.bin': random(6_001) }), base]],
  },
  {
    fact: 'trailing-data',
    fires: [
      files({ 'a.ico': { readers: ['image'], traits: [{ name: 'image.trailing-bytes', value: 900 }] } }),
      files({ 'a.ico': { readers: ['image'], traits: [{ name: 'image.trailing-bytes', value: 0 }] } }),
    ],
    not: [['padding', files({ 'a.ico': { readers: ['image'], traits: [{ name: 'image.trailing-bytes', value: 12 }] } }), base]],
  },
  {
    fact: 'disguised-file',
    fires: [files({ 'logo.png': { readers: ['pe'] } }), base],
    not: [['a program by its name', files({ 'tool.exe': { readers: ['pe'] } }), base]],
  },
  {
    fact: 'new-encrypted-part',
    fires: [{ ...base, unopened: [{ path: 'a.zip', code: 'encrypted', says: 'it asks for a password' }] }, base],
    not: [
      [
        'encrypted before',
        { ...base, unopened: [{ path: 'a-1.1.zip', code: 'encrypted', says: '' }] },
        { ...base, unopened: [{ path: 'a-1.0.zip', code: 'encrypted', says: '' }] },
      ],
    ],
  },
  {
    fact: 'hostile-container',
    fires: [{ ...base, unopened: [{ path: '../a', code: 'climbs-out', says: 'it leads out' }] }, base],
    not: [['a link', { ...base, unopened: [{ path: 'a', code: 'link', says: '' }] }, base]],
  },
  {
    fact: 'unread-part',
    fires: [files({ 'a.js': { readers: [], traits: [{ name: 'file.unread', value: 'time' }], notes: ['not read within 30 s'] } }), base],
    not: [
      [
        'unread before',
        files({ 'a.js': { readers: [], size: 8, traits: [{ name: 'file.unread', value: 'time' }] } }),
        files({ 'a.js': { readers: [], traits: [{ name: 'file.unread', value: 'time' }] } }),
      ],
    ],
  },
  {
    fact: 'unread-language',
    fires: [files({ 'a.pyc': { readers: ['strings'], traits: [{ name: 'file.unread', value: 'language' }] } }), base],
    not: [
      ['a test', files({ 'test/a.hs': { readers: [], traits: [{ name: 'file.unread', value: 'language' }] } }), base],
      [
        'as it was',
        files({ 'a.hs': { readers: [], traits: [{ name: 'file.unread', value: 'language' }] } }),
        files({ 'a.hs': { readers: [], traits: [{ name: 'file.unread', value: 'language' }] } }),
      ],
    ],
  },
  {
    fact: 'blob-with-build-step',
    fires: [
      files({ 'm4/x.m4': { readers: ['shell'], units: [statement('eval $x | sh', ['evaluate'])] }, 'tests/files/bad-1.xz': random(512) }),
      files({ 'm4/x.m4': { readers: ['shell'], units: [] } }),
    ],
    not: [
      [
        'the build is as it was',
        files({ 'm4/x.m4': { readers: ['shell'], units: [] }, 'tests/files/bad-1.xz': random(512) }),
        files({ 'm4/x.m4': { readers: ['shell'], units: [] } }),
      ],
      [
        'no new data',
        files({ 'm4/x.m4': { readers: ['shell'], units: [statement('eval $x | sh', ['evaluate'])] } }),
        files({ 'm4/x.m4': { readers: ['shell'], units: [] } }),
      ],
    ],
  },
]
