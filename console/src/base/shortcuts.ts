import { useEffect, useRef, useSyncExternalStore } from 'react'
import { shortcutsOn } from './preferences.ts'

/** A key, or two keys one after the other such as `g i`, and what it does. */
export interface Shortcut {
  readonly keys: string
  readonly does: string
  readonly run: () => void
}

/** How long the second key of two may take, in milliseconds. */
const patience = 1200

let active: readonly Shortcut[] = []
let begun: { readonly key: string; readonly at: number } | undefined
const listeners = new Set<() => void>()

function publish(next: readonly Shortcut[]): void {
  active = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The shortcuts of what is on the screen, for the page of help. */
export function useActiveShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => active)
}

/** Takes part in the keyboard as long as the component is on the screen. The keys stay the same, what they run may change. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map(({ keys, does }) => `${keys}\t${does}`).join('\n')
  useEffect(() => {
    const mine = signature
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Shortcut => {
        const [keys = '', does = ''] = line.split('\t')
        return { keys, does, run: () => latest.current.find((shortcut) => shortcut.keys === keys)?.run() }
      })
    publish([...active, ...mine])
    return () => publish(active.filter((shortcut) => !mine.includes(shortcut)))
  }, [signature])
}

/** Whether a key press is meant for what has the focus, not for us. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target instanceof Element ? event.target : undefined
  return target?.closest('input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]') != null
}

/** Listens to the whole page; the answer stops it. */
export function listenForShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (shortcutsOn.get() === 'off' || isTaken(event)) return
    const now = performance.now()
    const pair = begun && now - begun.at < patience ? `${begun.key} ${event.key}` : undefined
    // The last to come is the innermost: a list on a page before the page.
    const found = active.findLast(({ keys }) => keys === pair) ?? active.findLast(({ keys }) => keys === event.key)
    begun = found ? undefined : { key: event.key, at: now }
    if (!found) return
    event.preventDefault()
    found.run()
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
