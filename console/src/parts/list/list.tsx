import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ListColumn } from './columns.ts'
import { ListHead } from './list-head.tsx'
import { useSelection } from './use-selection.ts'
import './list.css'

const estimatedHeight = 46
const overscan = 12

export interface ListProps<Row> {
  /** What is listed, for those who hear it. */
  readonly label: string
  readonly columns: readonly ListColumn<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** All rows there are, loaded or not. */
  readonly total: number
  readonly selected?: string | undefined
  readonly select: (key: string) => void
  readonly sort?: string | undefined
  readonly sortBy?: (sort: string) => void
  /** Asks for more rows; absent when there are none. */
  readonly more?: (() => void) | undefined
}

/** A list of any length: only what is in sight is on the page. Scrolls with the window; `j` and `k` go through it. */
export function List<Row>({ label, columns, rows, keyOf, total, selected, select, sort, sortBy, more }: ListProps<Row>) {
  const place = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(place.current?.offsetTop ?? 0), [])
  const latest = useRef({ keyOf, selected, select })
  latest.current = { keyOf, selected, select }
  // The same function for as long as the rows are the same: another one makes the virtualizer measure them all again.
  const keyAt = useCallback(
    (index: number) => {
      const row = rows[index]
      return row === undefined ? String(index) : latest.current.keyOf(row)
    },
    [rows],
  )
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimatedHeight,
    overscan,
    scrollMargin: offset,
    getItemKey: keyAt,
  })
  const items = virtual.getVirtualItems()
  useLoadMore(items.at(-1)?.index ?? 0, rows.length, more)
  useSelection({ rows, keyOf, selected, select, reveal: (index) => reveal(index) })
  const reveal = (index: number) => {
    virtual.scrollToIndex(index, { align: 'auto' })
    // The row may only come to the page with the next frame.
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`[data-index="${index}"] a, [data-index="${index}"] button`)?.focus({ preventScroll: true }),
    )
  }
  const focused = useCallback((key: string) => {
    if (key !== latest.current.selected) latest.current.select(key)
  }, [])
  const before = (items[0]?.start ?? offset) - offset
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset)
  return (
    <div ref={place} className="list">
      {/* Roles are said again, for narrow screens lay the cells out as blocks, which takes them away. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" aria-label={label} aria-rowcount={total + 1}>
        <ListHead columns={columns} sort={sort} sortBy={sortBy} />
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tbody role="rowgroup">
          <Gap height={before} />
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            const key = keyOf(row)
            return (
              <ListRow
                key={key}
                id={key}
                row={row}
                columns={columns}
                index={item.index}
                current={key === selected}
                measure={virtual.measureElement}
                focused={focused}
              />
            )
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  )
}

/** Room for the rows that are out of sight. */
function Gap({ height }: { readonly height: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without cells takes no focus
  return height > 0 ? <tr aria-hidden="true" className="list-gap" style={{ height }} /> : null
}

interface ListRowProps<Row> {
  /** Its key. */
  readonly id: string
  readonly row: Row
  readonly columns: readonly ListColumn<Row>[]
  readonly index: number
  readonly current: boolean
  readonly measure: (node: Element | null) => void
  readonly focused: (id: string) => void
}

/** Drawn once while it is in sight: scrolling draws only the rows that come. */
const ListRow = memo(function ListRow<Row>({ id, row, columns, index, current, measure, focused }: ListRowProps<Row>) {
  return (
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: narrow screens lay the cells out as blocks, which takes the roles away
      role="row"
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      aria-current={current ? 'true' : undefined}
      onFocus={() => focused(id)}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/noRedundantRoles: as above
        <td key={column.id} role="cell" data-label={column.head} className={cellClass(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}) as <Row>(props: ListRowProps<Row>) => ReactNode

function cellClass<Row>(column: ListColumn<Row>): string {
  return [column.numeric ? 'number' : '', column.secondary ? 'secondary' : ''].join(' ').trim()
}

/** Asks for the next page some rows before the end is in sight. */
function useLoadMore(last: number, loaded: number, more: (() => void) | undefined): void {
  const latest = useRef(more)
  latest.current = more
  useEffect(() => {
    if (last >= loaded - 3 * overscan) latest.current?.()
  }, [last, loaded])
}
