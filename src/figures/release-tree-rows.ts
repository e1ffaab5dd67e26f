import { plural, some } from '../base/text.ts'

/** A file of two releases and what happened to it; `src/releases` says more of each. */
export interface ReleaseTreeFile {
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed' | 'renamed' | 'same'
  /** Path in the release before when renamed. */
  readonly was?: string
  /** Bytes. */
  readonly size?: number
  readonly sizeBefore?: number
  readonly novelUnits?: number
  readonly points: number
}

/** One line of the tree of what changed. */
export interface TreeRow {
  readonly depth: number
  /** Name of the file or folder; folders end in `/`, opened containers in `!/`. Folders with one entry are joined. */
  readonly name: string
  /** The file; absent for folders and for lines that stand for what is folded away. */
  readonly file?: ReleaseTreeFile
  /** True for a line that stands for others. */
  readonly folded: boolean
}

interface Folder {
  readonly folders: Map<string, Folder>
  readonly files: { readonly name: string; readonly file: ReleaseTreeFile }[]
}

/** Files of one folder that are shown before the rest is folded. */
const mostSiblings = 12
/** Files that were all added or all removed, beyond which they share a line. */
const mostAlike = 3
const deepest = 40

/**
 * The tree as lines: what weighs most first, then what changed most; unchanged files and long tails as one line each. At most `most`
 * lines, the last of them saying how many files it leaves out.
 */
export function treeRows(files: readonly ReleaseTreeFile[], most: number): readonly TreeRow[] {
  const rows = [...rowsOf(folderOf(files), 0)]
  if (rows.length <= most) return rows
  const shown = rows.slice(0, most - 1)
  const left = rows.slice(most - 1).filter((row) => row.file !== undefined).length
  return [...shown, { depth: 0, name: left > 0 ? `and ${plural(left, 'more file')}` : 'and more', folded: true }]
}

function folderOf(files: readonly ReleaseTreeFile[]): Folder {
  const root: Folder = { folders: new Map(), files: [] }
  for (const file of files) {
    const parts = file.path.split('/')
    const name = parts.pop() ?? ''
    let at = root
    // Beyond this depth the rest of the path stands in the name.
    for (const part of parts.slice(0, deepest)) {
      const next = at.folders.get(part) ?? { folders: new Map(), files: [] }
      at.folders.set(part, next)
      at = next
    }
    at.files.push({ name: [...parts.slice(deepest), name].join('/'), file })
  }
  return root
}

function* rowsOf(folder: Folder, depth: number): Generator<TreeRow> {
  const changed = folder.files.filter(({ file }) => file.change !== 'same')
  const folders = [...folder.folders].map(([name, inner]) => ({ name, inner, files: filesIn(inner) }))
  const untouched = folders.filter(({ files }) => files.every((file) => file.change === 'same'))
  const entries: readonly { readonly weight: readonly number[]; readonly rows: () => Iterable<TreeRow> }[] = [
    ...folders
      .filter((one) => !untouched.includes(one))
      .map(({ name, inner, files }) => ({ weight: weightOf(files), rows: () => folderRows(`${name}/`, inner, depth) })),
    ...changed.map(({ name, file }) => ({ weight: weightOf([file]), rows: () => [{ depth, name, file, folded: false }] })),
  ]
  const ordered = entries.toSorted((a, b) => compare(b.weight, a.weight))
  for (const entry of ordered.slice(0, mostSiblings)) yield* entry.rows()
  const tail = ordered.slice(mostSiblings).length
  if (tail > 0) yield { depth, name: `and ${plural(tail, 'more change')} in this folder`, folded: true }
  const same = folder.files.length - changed.length + untouched.reduce((sum, { files }) => sum + files.length, 0)
  if (same > 0) yield { depth, name: `${plural(same, 'file')} unchanged${foldersIn(untouched)}`, folded: true }
}

/** `, in docs/, lib/ and 3 more` */
function foldersIn(folders: readonly { readonly name: string }[]): string {
  if (folders.length === 0) return ''
  const names = folders.map(({ name }) => `${name}/`)
  return `, in ${some(names, 3)}`
}

function* folderRows(name: string, folder: Folder, depth: number): Generator<TreeRow> {
  const files = filesIn(folder)
  const [only] = [...folder.folders]
  // A folder that holds nothing but a folder shares its line.
  if (only && folder.folders.size === 1 && folder.files.length === 0) {
    yield* folderRows(`${name}${only[0]}/`, only[1], depth)
    return
  }
  const whole = allOf(files)
  if (whole !== undefined && files.length > mostAlike) {
    yield { depth, name: `${name} ${plural(files.length, 'file')} ${whole}`, folded: true }
    return
  }
  yield { depth, name, folded: false }
  yield* rowsOf(folder, depth + 1)
}

/** The one thing that happened to all of them, where none weighs anything. */
function allOf(files: readonly ReleaseTreeFile[]): 'added' | 'removed' | undefined {
  const [first] = files
  if (first?.change !== 'added' && first?.change !== 'removed') return undefined
  return files.every((file) => file.change === first.change && file.points === 0) ? first.change : undefined
}

function filesIn(folder: Folder): readonly ReleaseTreeFile[] {
  const files = folder.files.map(({ file }) => file)
  for (const inner of folder.folders.values()) files.push(...filesIn(inner))
  return files
}

/** Points · novel units · bytes of what changed. */
function weightOf(files: readonly ReleaseTreeFile[]): readonly number[] {
  const changed = files.filter((file) => file.change !== 'same')
  const sum = (of: (file: ReleaseTreeFile) => number) => changed.reduce((total, file) => total + of(file), 0)
  return [
    Math.max(0, ...changed.map((file) => file.points)),
    sum((file) => file.novelUnits ?? 0),
    sum((file) => Math.max(file.size ?? 0, file.sizeBefore ?? 0)),
  ]
}

function compare(a: readonly number[], b: readonly number[]): number {
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0)
}
