import type { ServiceEvent } from '../contract/event.ts'

/** Events that a client who comes back may have missed. */
const kept = 1000

export interface NumberedEvent {
  readonly id: number
  readonly event: ServiceEvent
}

/** What changed, for everybody who listens. Ids rise within a run of the service; `epoch` tells runs apart. */
export class Events {
  readonly epoch: string
  #next = 1
  #recent: NumberedEvent[] = []
  readonly #listeners = new Set<(one: NumberedEvent) => void>()

  constructor(epoch: string) {
    this.epoch = epoch
  }

  send(event: Omit<ServiceEvent, 'at'>): void {
    const one = { id: this.#next, event: { ...event, at: new Date().toISOString() } }
    this.#next += 1
    this.#recent.push(one)
    if (this.#recent.length > kept) this.#recent = this.#recent.slice(-kept)
    for (const listener of this.#listeners) listener(one)
  }

  /** Id of the newest event; 0 before the first. */
  get newest(): number {
    return this.#next - 1
  }

  /** What came after an id of this run; undefined when that is no longer known. */
  since(id: number): readonly NumberedEvent[] | undefined {
    const first = this.#recent[0]?.id ?? this.#next
    if (id >= this.#next || id + 1 < first) return undefined
    return this.#recent.filter((one) => one.id > id)
  }

  listen(listener: (one: NumberedEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
