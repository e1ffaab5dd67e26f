import type { ListColumn } from './columns.ts'

interface ListHeadProps<Row> {
  readonly columns: readonly ListColumn<Row>[]
  readonly sort: string | undefined
  readonly sortBy: ((sort: string) => void) | undefined
}

/** The names of the columns; those that the service can sort by are buttons. */
export function ListHead<Row>({ columns, sort, sortBy }: ListHeadProps<Row>) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: narrow screens lay the cells out as blocks, which takes the roles away
    <thead role="rowgroup">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tr role="row">
        {columns.map(({ id, head, headHidden, width, numeric, secondary, sort: key }) => (
          <th
            key={id}
            // biome-ignore lint/a11y/noRedundantRoles: as above
            role="columnheader"
            scope="col"
            style={width === undefined ? undefined : { width }}
            className={[numeric ? 'number' : '', secondary ? 'secondary' : ''].join(' ').trim()}
            aria-sort={key !== undefined && key === sort ? 'descending' : undefined}
          >
            {key !== undefined && sortBy ? (
              <button type="button" className="list-sort" onClick={() => sortBy(key)}>
                {head}
                <span aria-hidden="true">{key === sort ? ' ▾' : ''}</span>
              </button>
            ) : (
              <span className={headHidden ? 'hidden' : ''}>{head}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}
