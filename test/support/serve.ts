import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type Ended, start } from './cli.ts'

export interface ServedWorkspace extends AsyncDisposable {
  readonly url: string
  /** The one-time link that it printed, where nobody can sign in yet. */
  readonly setUp: string | undefined
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** How long a start may take on a machine that is busy, in milliseconds. */
const patience = 200_000
/** How long it may take to end, in milliseconds; then it is killed. */
const endPatience = 60_000

/** `gatehouse serve` as a user starts it, in a process of its own on any free port, or the one given; ended by its signal when disposed, and at once where it does not come up. */
export async function serveWorkspace(
  workspace: string,
  { env = {}, port = 0 }: { readonly env?: NodeJS.ProcessEnv; readonly port?: number } = {},
): Promise<ServedWorkspace> {
  const { child, ended } = start(['serve', '--port', String(port), '--workspace', workspace], { env })
  let said = ''
  child.stdout?.on('data', (text: string) => {
    said += text
  })
  const failed = ended.then(({ stderr }) => {
    throw new Error(`the service did not start: ${stderr}`)
  })
  failed.catch(() => {})
  const up = (async () => {
    while (!/Gatehouse is at \S+\n/.test(said)) await once(child.stdout ?? child, 'data')
    // The link stands on the next lines, where there is one.
    await Promise.race([once(child.stderr ?? child, 'data'), wait(1000)])
  })()
  const late = wait(patience, undefined, { ref: false }).then(() => Promise.reject(new Error('the service did not come up')))
  await Promise.race([up, failed, late]).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url: /Gatehouse is at (\S+?)\/?\n/.exec(said)?.[1] ?? '',
    setUp: /\S+\/welcome#\S+/.exec(said)?.[0],
    child,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGKILL'), endPatience)
      await ended
      clearTimeout(late)
    },
  }
}
