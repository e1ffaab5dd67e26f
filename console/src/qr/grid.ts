/** The modules of a QR code while it is drawn: dark or not, and whether a function pattern has taken them. */
export interface Grid {
  readonly size: number
  readonly dark: Uint8Array
  readonly taken: Uint8Array
}

/** Where alignment patterns have their centres, by version (ISO/IEC 18004, annex E). */
const alignments: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
  [6, 30, 54],
  [6, 32, 58],
]

function set({ size, dark, taken }: Grid, x: number, y: number, value: boolean): void {
  dark[y * size + x] = value ? 1 : 0
  taken[y * size + x] = 1
}

/** A grid with its function patterns drawn (6.3) and the places of format and version information taken. */
export function emptyGrid(version: number): Grid {
  const size = 17 + 4 * version
  const grid: Grid = { size, dark: new Uint8Array(size * size), taken: new Uint8Array(size * size) }
  for (let at = 0; at < size; at++) {
    set(grid, 6, at, at % 2 === 0)
    set(grid, at, 6, at % 2 === 0)
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    finder(grid, x, y)
  for (const x of alignments[version - 1] ?? []) {
    for (const y of alignments[version - 1] ?? []) alignment(grid, x, y)
  }
  placeFormat(grid, 0)
  if (version >= 7) placeVersion(grid, version)
  return grid
}

/** Rings around the centre, and the light edge that separates it. */
function finder(grid: Grid, x: number, y: number): void {
  for (let dy = -4; dy <= 4; dy++) {
    for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      const inside = x + dx >= 0 && x + dx < grid.size && y + dy >= 0 && y + dy < grid.size
      if (inside) set(grid, x + dx, y + dy, ring !== 2 && ring !== 4)
    }
  }
}

function alignment(grid: Grid, x: number, y: number): void {
  const last = grid.size - 7
  // Three of the crossings are finders.
  if ((x === 6 && (y === 6 || y === last)) || (x === last && y === 6)) return
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) set(grid, x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
  }
}

/** The remainder of a division of bit strings, as the codes of format and version have it. */
function withRemainder(value: number, bits: number, divisor: number): number {
  let rest = value
  const top = 1 << bits
  for (let index = 0; index < bits; index++) rest = rest << 1 >= top ? (rest << 1) ^ divisor : rest << 1
  return (value << bits) | rest
}

/** Level M and the mask, twice around the finders (7.9). */
export function formatBits(mask: number): number {
  return withRemainder((0b00 << 3) | mask, 10, 0x537) ^ 0x5412
}

export function placeFormat(grid: Grid, mask: number): void {
  const bits = formatBits(mask)
  const bit = (index: number) => ((bits >> index) & 1) === 1
  const { size } = grid
  for (let index = 0; index < 6; index++) set(grid, 8, index, bit(index))
  set(grid, 8, 7, bit(6))
  set(grid, 8, 8, bit(7))
  set(grid, 7, 8, bit(8))
  for (let index = 9; index < 15; index++) set(grid, 14 - index, 8, bit(index))
  for (let index = 0; index < 8; index++) set(grid, size - 1 - index, 8, bit(index))
  for (let index = 8; index < 15; index++) set(grid, 8, size - 15 + index, bit(index))
  set(grid, 8, size - 8, true)
}

/** From version 7 on, twice beside the finders (7.10). */
function placeVersion(grid: Grid, version: number): void {
  const bits = withRemainder(version, 12, 0x1f25)
  for (let index = 0; index < 18; index++) {
    const dark = ((bits >> index) & 1) === 1
    const [long, short] = [grid.size - 11 + (index % 3), Math.floor(index / 3)]
    set(grid, long, short, dark)
    set(grid, short, long, dark)
  }
}
