import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { GatehouseError } from '../../base/errors.ts'
import { type Anchor, newestAnchor } from '../../state/audit.ts'
import type { StateSchema } from '../../state/schema.ts'

const anchorSchema = z.object({ sequence: z.number().int().positive(), at: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) })

/** Anchors of a workspace, one JSON object a line. Copy it elsewhere: one who may write the database may write this file too. */
export function anchorFile(workspace: string): string {
  return join(workspace, 'audit-anchors.jsonl')
}

/** Writes the newest record's hash down, unless it is the last that was. Gives the anchor if there is one. */
async function writeAnchor(workspace: string, state: Kysely<StateSchema>): Promise<Anchor | undefined> {
  const anchor = await newestAnchor(state)
  const path = anchorFile(workspace)
  const last = existsSync(path) ? readAnchors(path).at(-1) : undefined
  if (anchor && anchor.hash !== last?.hash) appendFileSync(path, `${JSON.stringify(anchor)}\n`, { mode: 0o600 })
  return anchor
}

/** Throws USAGE for what holds no anchors. */
export function readAnchors(path: string): readonly Anchor[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => anchorSchema.parse(JSON.parse(line)))
  } catch (cause) {
    throw new GatehouseError('USAGE', `${path} does not hold anchors`, { hint: 'Give a file that gatehouse audit anchor wrote.', cause })
  }
}

const anchorMilliseconds = 3_600_000

/** Writes an anchor now, every hour, and at the end. */
export async function keepAnchors(workspace: string, state: Kysely<StateSchema>): Promise<AsyncDisposable> {
  await writeAnchor(workspace, state)
  const timer = setInterval(() => void writeAnchor(workspace, state), anchorMilliseconds)
  timer.unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await writeAnchor(workspace, state)
    },
  }
}
