// `npm start`: builds the console when it is older than its sources, then serves the workspace until Ctrl-C.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { builtConsole, isConsoleStale } from './console.ts'

const root = join(import.meta.dirname, '..')

if (isConsoleStale()) {
  process.stderr.write('Building the console …\n')
  builtConsole()
}

const service = spawn(process.execPath, [join(root, 'bin', 'gatehouse.js'), 'serve', ...process.argv.slice(2)], { stdio: 'inherit' })
// The terminal sends Ctrl-C to both; the service ends in its own time.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => service.kill('SIGTERM'))
service.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 70)))
