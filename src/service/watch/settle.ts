import type { SeenFile } from './scan.ts'

export interface SettleSettings {
  /** Milliseconds that a file has to stay as it is before it counts as written. */
  readonly settle: number
  /** Milliseconds after which a file that never stays as it is, such as a sensor's current log, is read all the same: its whole lines. */
  readonly atLatest: number
}

interface Watched {
  stamp: string
  /** When this stamp was first seen, and when the file first differed from what was read. */
  since: number
  waitingSince: number
  /** The stamp that was read, and whether an unfinished last line may have been left then. */
  read: string | undefined
  leftOpen: boolean
}

/** Tells which files are to be read. Pure but for what it remembers: time comes from outside, and only differences of it count. */
export class Settling {
  readonly #settings: SettleSettings
  #files = new Map<string, Watched>()

  constructor(settings: SettleSettings) {
    this.#settings = settings
  }

  /** Something was not read as it is now. */
  get waiting(): boolean {
    return [...this.#files.values()].some(({ stamp, read }) => stamp !== read)
  }

  /**
   * Takes one look at everything. `now`: milliseconds of a clock that does not jump. Returns the files that are to be read, which from
   * then on count as read.
   */
  look(seen: readonly SeenFile[], now: number): readonly string[] {
    const due: string[] = []
    const files = new Map<string, Watched>()
    for (const { path, stamp } of seen) {
      const before = this.#files.get(path)
      const file: Watched = before ?? { stamp, since: now, waitingSince: now, read: undefined, leftOpen: false }
      if (file.stamp !== stamp) {
        if (file.read === file.stamp) file.waitingSince = now
        Object.assign(file, { stamp, since: now })
      }
      files.set(path, file)
      if (this.#isDue(file, now)) {
        due.push(path)
        Object.assign(file, { read: stamp, waitingSince: now, leftOpen: false })
      }
    }
    this.#files = files
    return due
  }

  #isDue({ stamp, since, waitingSince, read, leftOpen }: Watched, now: number): boolean {
    const { settle, atLatest } = this.#settings
    // A last line that was left for later is read once nobody has written for long.
    if (read === stamp) return leftOpen && now - since >= atLatest
    return now - since >= settle || now - waitingSince >= atLatest
  }

  /** The last line of this file has no end: it is read once more when nobody has written to it for long. */
  leftOpen(path: string): void {
    const file = this.#files.get(path)
    if (file) file.leftOpen = true
  }

  /** Reads them again at the next look: the attempt failed. */
  forget(paths: readonly string[]): void {
    for (const path of paths) this.#files.delete(path)
  }
}
