import { execFileSync, spawnSync } from 'node:child_process'

/** For `describe.skipIf`: says once that a program of the system is missing. */
export function missing(...programs: readonly string[]): boolean {
  const absent = programs.filter((program) => spawnSync('sh', ['-c', 'command -v -- "$1"', 'sh', program]).status !== 0)
  if (absent.length > 0) console.warn(`skipped: this system has no ${absent.join(', ')}`)
  return absent.length > 0
}

/** Runs a program to its end and gives what it wrote; throws with what it complained of. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>>; readonly input?: string } = {},
): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.input !== undefined && { input: options.input }),
    env: { ...process.env, LC_ALL: 'C', ...options.environment },
  })
}
