import { codewordsOf } from './codewords.ts'
import { emptyGrid, type Grid, placeFormat } from './grid.ts'

/** The eight masks (ISO/IEC 18004, 7.8.2). */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** The rows of a QR code, true is dark: the mask that reads best is chosen. @throws RangeError for more than 287 bytes */
export function qrRows(text: string): readonly (readonly boolean[])[] {
  const { version, bytes } = codewordsOf(text)
  const blank = emptyGrid(version)
  placeData(blank, bytes)
  const tries = masks.map((mask, index) => masked(blank, mask, index))
  const best = tries.reduce((least, grid) => (penalty(grid) < penalty(least) ? grid : least))
  return rowsOf(best)
}

function rowsOf({ size, dark }: Grid): readonly (readonly boolean[])[] {
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => dark[y * size + x] === 1))
}

/** In columns of two from the right, up and down in turn, round what is taken (7.7.3). */
function placeData({ size, dark, taken }: Grid, bytes: Uint8Array): void {
  let bit = 0
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    // The column of the timing pattern is skipped, and does not count.
    const upwards = Math.floor((size - 1 - right) / 2) % 2 === 0
    for (let step = 0; step < size; step++) {
      const y = upwards ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (taken[y * size + x] === 1) continue
        dark[y * size + x] = ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1
        bit++
      }
    }
  }
}

function masked(blank: Grid, mask: (x: number, y: number) => boolean, number: number): Grid {
  const grid: Grid = { ...blank, dark: blank.dark.slice() }
  for (let y = 0; y < grid.size; y++) {
    for (let x = 0; x < grid.size; x++) {
      const at = y * grid.size + x
      if (grid.taken[at] === 0 && mask(x, y)) grid.dark[at] = (grid.dark[at] ?? 0) ^ 1
    }
  }
  placeFormat(grid, number)
  return grid
}

/** How badly a reader would take to it: runs, blocks, what looks like a finder, and too much of one colour (7.8.3). */
function penalty(grid: Grid): number {
  const rows = rowsOf(grid).map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
  const columns = Array.from({ length: grid.size }, (_, x) => rows.map((row) => row[x]).join(''))
  const lines = [...rows, ...columns]
  const runs = lines.flatMap((line) => line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0)
  const finders = lines.reduce((sum, line) => sum + [...line.matchAll(/(?=00001011101|10111010000)/g)].length, 0)
  const dark = grid.dark.reduce((sum, value) => sum + value, 0)
  const share = Math.floor(Math.abs((dark * 100) / grid.dark.length - 50) / 5)
  return runs + 3 * blocksOf(rows) + 40 * finders + 10 * share
}

function blocksOf(rows: readonly string[]): number {
  let blocks = 0
  for (const [y, row] of rows.entries()) {
    const below = rows[y + 1] ?? ''
    for (let x = 0; x + 1 < row.length; x++) {
      if (row[x] === row[x + 1] && row[x] === below[x] && row[x] === below[x + 1]) blocks++
    }
  }
  return blocks
}
