/** Rows as a Markdown table; the first row names the columns. */
export function markdownTable(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(columns.map((column) => row[column] ?? '')))].join('\n')
}

/** Seconds that something takes. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return (performance.now() - start) / 1000
}

/** Peak memory of this process, GB. */
export function peak(): number {
  return Number((process.resourceUsage().maxRSS / 1e6).toFixed(2))
}
