// `npm run demo`: writes the 3CX drill, assesses it, prints the verdict with the culprit and writes the report.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.gatehouse-demo')
/** As a user would write it, from where the demo was started. */
const inside = (name: string) => relative(process.cwd(), join(folder, name))
const [evidence, workspace, report] = [inside('evidence'), inside('workspace'), inside('report.html')]

function gatehouse(...args: readonly string[]): void {
  process.stdout.write(`\n$ gatehouse ${args.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'gatehouse.js'), ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 70)
}

if (existsSync(folder)) rmSync(folder, { recursive: true })
mkdirSync(folder)
gatehouse('drill', evidence, '--case', '3cx')
gatehouse('assess', evidence, '--workspace', workspace, '--report', report)
process.stdout.write(
  `\nOpen the report in a browser: ${report}\nThe answer of the drill: ${inside('evidence/answer.json')}\n\nOpen the console on the drill:\n  npm start -- --workspace ${workspace}\n`,
)
