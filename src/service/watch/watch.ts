import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import { endsOpen } from './ends-open.ts'
import { scan } from './scan.ts'
import { type SettleSettings, Settling } from './settle.ts'

export interface WatchSettings extends SettleSettings {
  /** Milliseconds between looks when the system tells of no change: not every file system does. */
  readonly every: number
  readonly mostFiles: number
  /** Folders that are left alone: the workspace. */
  readonly leave: readonly string[]
}

export interface WatchedFolder {
  readonly folder: string
  readonly state: 'watching' | 'missing' | 'unreadable'
  readonly says: string
  readonly files: number
}

interface Folder {
  readonly settling: Settling
  watcher: FSWatcher | undefined
  at: WatchedFolder
}

/**
 * Watches folders for new, grown and rotated files, and gives those that have settled. The system's own notices only make it look sooner;
 * what counts is what a look finds.
 */
export class Watch implements AsyncDisposable {
  readonly #settings: WatchSettings
  readonly #onFiles: (files: readonly string[], after: number) => Promise<void>
  readonly #folders = new Map<string, Folder>()
  #timer: NodeJS.Timeout | undefined
  #due = 0
  #looking: Promise<void> = Promise.resolve()
  #closed = false

  /** `onFiles` gets files that are to be read, and the moment after which an unfinished last line is left (milliseconds since 1970). */
  constructor(settings: WatchSettings, onFiles: (files: readonly string[], after: number) => Promise<void>) {
    this.#settings = settings
    this.#onFiles = onFiles
  }

  get folders(): readonly WatchedFolder[] {
    return [...this.#folders.values()].map(({ at }) => at)
  }

  /** Watches these from now on, and no others. */
  set(folders: readonly string[]): void {
    const wanted = new Set(folders.map((folder) => resolve(folder)))
    for (const [path, { watcher }] of this.#folders) {
      if (wanted.has(path)) continue
      watcher?.close()
      this.#folders.delete(path)
    }
    for (const path of wanted) {
      if (this.#folders.has(path)) continue
      const at: WatchedFolder = { folder: path, state: 'watching', says: 'not looked at yet', files: 0 }
      this.#folders.set(path, { settling: new Settling(this.#settings), watcher: undefined, at })
    }
    this.#soon(0)
  }

  /** Looks now, and again until nothing is on its way. */
  async look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookOnce())
    await this.#looking
  }

  /** Looks after so long, or sooner where that was meant already: constant changes must not put it off for ever. */
  #soon(wait: number): void {
    const due = performance.now() + wait
    if (this.#closed || (this.#timer && this.#due <= due)) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.look().finally(() => this.#soon(this.#pause()))
    }, wait)
  }

  /** While something is on its way, often enough to see it settle. */
  #pause(): number {
    const { every, settle } = this.#settings
    return [...this.#folders.values()].some(({ settling }) => settling.waiting) ? Math.min(every, settle) : every
  }

  async #lookOnce(): Promise<void> {
    for (const [path, folder] of this.#folders) {
      if (this.#closed) return
      try {
        const { leave, mostFiles } = this.#settings
        const seen = await scan(path, leave, mostFiles)
        const full = seen.length >= mostFiles
        folder.at = { folder: path, state: 'watching', says: full ? `more than ${mostFiles} files: only so many are watched` : '', files: seen.length }
        this.#listen(path, folder)
        await this.#read(folder, folder.settling.look(seen, performance.now()))
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        folder.watcher?.close()
        folder.watcher = undefined
        folder.at = { folder: path, state: missing ? 'missing' : 'unreadable', says: missing ? 'there is no such folder' : messageOf(error), files: 0 }
      }
    }
  }

  async #read({ settling }: Folder, files: readonly string[]): Promise<void> {
    if (files.length === 0) return
    try {
      for (const file of files) if (await endsOpen(file).catch(() => false)) settling.leftOpen(file)
      await this.#onFiles(files, Date.now() - this.#settings.atLatest)
    } catch (error) {
      log.error({ err: error }, 'settled files could not be given on')
      settling.forget(files)
    }
  }

  #listen(path: string, folder: Folder): void {
    if (folder.watcher) return
    try {
      folder.watcher = watchFolder(path, { recursive: true, persistent: false }, () => this.#soon(this.#settings.settle))
      folder.watcher.on('error', () => {
        folder.watcher?.close()
        folder.watcher = undefined
      })
    } catch (error) {
      log.warn({ err: error }, 'the system tells of no changes here: the folder is looked at from time to time')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const { watcher } of this.#folders.values()) watcher?.close()
    await this.#looking
  }
}
