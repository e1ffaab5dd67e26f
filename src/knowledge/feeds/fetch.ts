import { copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GatehouseError } from '../../base/errors.ts'
import { sha256OfFile } from '../../base/file-hash.ts'
import { bytes as inWords } from '../../base/text.ts'
import type { FeedDefinition } from './definitions.ts'
import { type Downloaded, type DownloadSettings, defaultDownload, download } from './download.ts'
import type { FeedFolder } from './store.ts'

export interface FetchOptions {
  /** A folder or the address of a mirror; absent: each feed's own address. */
  readonly from?: string | undefined
  readonly signal: AbortSignal
  readonly settings?: DownloadSettings
}

/**
 * Brings a copy of a feed to the folder's unfinished place, with its size and digest checked. Undefined when the publisher has nothing newer or, from
 * a folder, has no such file. Throws FEED_UNREACHABLE, FEED_INVALID, LIMIT_EXCEEDED.
 */
export async function fetchFeed(
  feed: FeedDefinition,
  folder: FeedFolder,
  options: FetchOptions,
): Promise<(Downloaded & { readonly from: string }) | undefined> {
  const { from } = options
  if (from !== undefined && !isMirror(from)) return fromFolder(feed, join(from, feed.file), folder)
  const url = addressOf(feed, from)
  const address = url.href.replace(/\/\/[^/@]*@/, '//')
  const kept = folder.kept
  const etag = kept?.from === address ? kept.etag : ''
  const settings = options.settings ?? defaultDownload
  const got = await download({ url, to: folder.unfinished, mostBytes: feed.mostBytes, etag, signal: options.signal }, settings)
  return got && { ...got, from: address }
}

/** Throws USAGE for what is no address. */
/** Whether feeds are fetched from an address, rather than from a folder. */
export function isMirror(from: string): boolean {
  return /^https?:\/\//i.test(from)
}

function addressOf(feed: FeedDefinition, from: string | undefined): URL {
  try {
    return new URL(from === undefined ? feed.from : `${from.replace(/\/+$/, '')}/${feed.file}`)
  } catch (cause) {
    throw new GatehouseError('USAGE', `${from} is no address`, { cause })
  }
}

async function fromFolder(feed: FeedDefinition, path: string, folder: FeedFolder): Promise<(Downloaded & { readonly from: string }) | undefined> {
  const info = await stat(path).catch(() => undefined)
  if (!info) return undefined
  if (!info.isFile()) throw new GatehouseError('FEED_INVALID', `${path} is not a file`)
  if (info.size > feed.mostBytes)
    throw new GatehouseError('LIMIT_EXCEEDED', `${path} is larger than ${inWords(feed.mostBytes)}`, { hint: 'The limit is mostBytes in rules/feeds.yaml.' })
  await copyFile(path, folder.unfinished)
  const sha256 = await sha256OfFile(folder.unfinished)
  const promised = (await readFile(`${path}.sha256`, 'utf8').catch(() => '')).trim().slice(0, 64).toLowerCase()
  if (promised !== '' && promised !== sha256) throw new GatehouseError('FEED_INVALID', `${path} does not match the digest in ${feed.file}.sha256`)
  return { etag: '', bytes: info.size, sha256, from: path }
}
