#!/usr/bin/env node
// Runs src/main.ts on a Node that strips types (24.12 or newer). An older Node looks for the one that npm
// installed beside it as an optional dependency and hands over to it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire, enableCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'main.ts')

if (major > 24 || (major === 24 && minor >= 12)) {
  await keepCompiledCode()
  await import(main)
} else {
  handOver(bundledNode())
}

/** What Node compiles is kept for the next start, which then takes half the time; the processes that we start take part. */
async function keepCompiledCode() {
  const { cacheFolder } = await import('../src/base/cache-folder.ts')
  const folder = process.env.NODE_COMPILE_CACHE || cacheFolder('program')
  if (folder === undefined) return
  process.env.NODE_COMPILE_CACHE = folder
  enableCompileCache(folder)
}

function bundledNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function handOver(node) {
  if (node === undefined) {
    process.stderr.write(
      `gatehouse needs Node 24.12 or newer; this is ${process.version}, and no bundled one is installed.\n` +
        'Install Node 24, or run npm ci with optional dependencies.\n',
    )
    process.exit(70)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both processes; the child decides how to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === 'SIGINT' ? 130 : (code ?? 70)))
}
