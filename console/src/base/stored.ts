import { useSyncExternalStore } from 'react'

/** A value that outlives a reload, kept in this browser. Private modes without storage keep it for the page. */
export interface Stored<T> {
  readonly get: () => T
  readonly set: (value: T) => void
  readonly use: () => T
}

/** `read` makes a value of what was stored by any version of the console, or of null. */
export function stored<T extends string>(key: string, read: (text: string | null) => T): Stored<T> {
  const name = `gatehouse-${key}`
  const listeners = new Set<() => void>()
  let value = read(load(name))
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const get = () => value
  return {
    get,
    set: (next) => {
      value = next
      save(name, next)
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}

function load(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function save(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Kept for this page only.
  }
}
