import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { VetSettings } from '../base/config.ts'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { TarballCache } from '../knowledge/npm/cache.ts'
import { NpmClient } from '../knowledge/npm/client.ts'
import { npmConfig } from '../knowledge/npm/config.ts'
import type { ReleaseRecord } from '../releases/record.ts'
import type { VerifyOptions } from '../releases/verify/scheme.ts'
import { inWorkspace } from '../state/folder.ts'
import { openState } from '../state/open.ts'
import { VettedReleases } from '../state/vetted.ts'

export interface SessionOptions {
  readonly workspace: string
  readonly settings: VetSettings
  /** Ask no registry. */
  readonly offline: boolean
  /** Ranges inside that a registry may lead on to. */
  readonly outgoing: readonly string[]
  /** Keep what is vetted. */
  readonly store: boolean
  /** Id of an advisory that the release answers. */
  readonly advisory?: string
  /** Of this program, as the registry is told. */
  readonly version: string
  readonly signal: AbortSignal
  readonly onStep?: (what: string) => void
}

/** Everything that vetting one release after another needs; its folder of temporary files goes with it. */
export interface Session extends AsyncDisposable {
  readonly options: SessionOptions
  readonly folder: string
  /** Absent when offline. */
  readonly npm?: NpmClient
  /** Absent when nothing is to be kept and there is no workspace. */
  readonly vetted?: VettedReleases<ReleaseRecord>
  /** Roots and keys that signatures are held against. */
  readonly trust: Pick<VerifyOptions, 'roots' | 'openPgpKeys'>
  /** Folders of YARA rules of the user's own. */
  readonly rules: readonly string[]
}

/**
 * Opens what vetting needs. It takes no lock: state is written in single transactions, so that a watch may go on while somebody
 * assesses in the same workspace. Throws CONFIG_INVALID for rules, roots or keys that cannot be read.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { settings, workspace, store, offline, outgoing, signal, version } = options
  const trust = trustOf(settings)
  const rules = settings.rules === '' ? [] : [folderOf(settings.rules)]
  await using stack = new AsyncDisposableStack()
  const known = store || existsSync(join(resolve(workspace), 'state.sqlite'))
  const state = known ? stack.adopt(await inWorkspace(workspace, openState), (open) => open.destroy()) : undefined
  const folder = stack.adopt(mkdtempSync(join(tmpdir(), 'gatehouse-vet-')), (path) => rmSync(path, { recursive: true, force: true }))
  const cache = store ? new TarballCache(join(resolve(workspace), 'cache', 'npm'), settings.cacheBytes) : undefined
  const npm = offline
    ? undefined
    : new NpmClient({
        config: npmConfig({ environment: process.env, folder: process.cwd() }),
        http: { userAgent: `gatehouse/${version}`, allow: outgoing },
        mostBytes: settings.artifactBytes,
        signal,
        ...(cache && { cache }),
      })
  const held = stack.move()
  return {
    options,
    folder,
    trust,
    rules,
    ...(npm && { npm }),
    ...(state && { vetted: new VettedReleases<ReleaseRecord>(state) }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

function trustOf({ roots, keys }: VetSettings): Session['trust'] {
  return {
    ...(roots !== '' && { roots: [readFor('roots', roots)] }),
    ...(keys !== '' && { openPgpKeys: [readFor('keys', keys)] }),
  }
}

function readFor(what: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new GatehouseError('CONFIG_INVALID', `the ${what} cannot be read from ${path}: ${messageOf(cause)}`, { cause })
  }
}

function folderOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw new GatehouseError('CONFIG_INVALID', `there is no folder of rules ${path}`, { cause })
  }
}
