import { useShortcuts } from '../../base/shortcuts.ts'

interface Selection<Row> {
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly selected: string | undefined
  readonly select: (key: string) => void
  /** Brings the row into view and its link into focus. */
  readonly reveal: (index: number) => void
}

/** `j` and `k` go down and up; Enter is the link's own. */
export function useSelection<Row>({ rows, keyOf, selected, select, reveal }: Selection<Row>): void {
  const move = (by: 1 | -1) => {
    const at = rows.findIndex((row) => keyOf(row) === selected)
    const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))
    const row = rows[next]
    if (!row) return
    select(keyOf(row))
    reveal(next)
  }
  useShortcuts([
    { keys: 'j', does: 'Next in the list', run: () => move(1) },
    { keys: 'k', does: 'The one before', run: () => move(-1) },
  ])
}
