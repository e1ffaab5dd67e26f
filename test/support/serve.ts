import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { start } from './cli.ts'

export interface ServedWorkspace extends AsyncDisposable {
  readonly url: string
  /** The one-time link that it printed, where nobody can sign in yet. */
  readonly setUp: string | undefined
}

/** How long a start may take on a machine that is busy, in milliseconds. */
const patience = 200_000

/** `gatehouse serve` as a user starts it, in a process of its own on any free port; ended by its signal when disposed. */
export async function serveWorkspace(workspace: string): Promise<ServedWorkspace> {
  const { child, ended } = start(['serve', '--port', '0', '--workspace', workspace])
  let said = ''
  child.stdout?.on('data', (text: string) => {
    said += text
  })
  const failed = ended.then(({ stderr }) => {
    throw new Error(`the service did not start: ${stderr}`)
  })
  failed.catch(() => {})
  const up = (async () => {
    while (!/\/welcome#\S+\n/.test(said)) await once(child.stdout ?? child, 'data')
  })()
  const late = wait(patience, undefined, { ref: false }).then(() => Promise.reject(new Error('the service did not come up')))
  await Promise.race([up, failed, late])
  return {
    url: /Gatehouse is at (\S+?)\/?\n/.exec(said)?.[1] ?? '',
    setUp: /\S+\/welcome#\S+/.exec(said)?.[0],
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT')
      await ended
    },
  }
}
