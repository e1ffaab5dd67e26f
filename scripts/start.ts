// `npm start`: builds the console when it is older than its sources, then serves the workspace until Ctrl-C.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isConsoleStale } from './console-build.ts'

const root = join(import.meta.dirname, '..')

if (isConsoleStale(root)) {
  process.stderr.write('Building the console …\n')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', 'console'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nThe console could not be built.\n`)
    process.exit(70)
  }
}

const service = spawn(process.execPath, [join(root, 'bin', 'gatehouse.js'), 'serve', ...process.argv.slice(2)], { stdio: 'inherit' })
// The terminal sends Ctrl-C to both; the service ends in its own time.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => service.kill('SIGTERM'))
service.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 70)))
