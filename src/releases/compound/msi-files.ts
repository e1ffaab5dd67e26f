import { type MsiDatabase, textOf } from './msi-tables.ts'

const deepest = 64

/** Id of a file, which is its name in the cabinet, → path it is installed to, POSIX, from the installation's root. */
export function msiFilePaths(database: MsiDatabase): Map<string, string> {
  const folders = new Map(
    database.rows('Directory').map((row) => [textOf(row, 'Directory'), { parent: textOf(row, 'Directory_Parent'), name: textOf(row, 'DefaultDir') }]),
  )
  const homes = new Map(database.rows('Component').map((row) => [textOf(row, 'Component'), textOf(row, 'Directory_')]))
  const known = new Map<string, string>()
  const paths = new Map<string, string>()
  for (const row of database.rows('File')) {
    const folder = folderOf(homes.get(textOf(row, 'Component_')) ?? '', 0)
    const name = longName(textOf(row, 'FileName'))
    paths.set(textOf(row, 'File'), folder === '' ? name : `${folder}/${name}`)
  }
  return paths

  function folderOf(id: string, depth: number): string {
    const before = known.get(id)
    if (before !== undefined) return before
    const folder = folders.get(id)
    if (folder === undefined || depth > deepest) return ''
    const isRoot = folder.parent === '' || folder.parent === id
    const above = isRoot ? '' : folderOf(folder.parent, depth + 1)
    // `target:source`, each `short|long`.
    const name = longName(folder.name.split(':')[0] ?? '')
    // Folders that the system provides have no name of their own but an id that says which: ProgramFilesFolder.
    const own = isRoot ? '' : name === '.' ? (id.endsWith('Folder') ? id : '') : name
    const path = [above, own].filter((part) => part !== '').join('/')
    known.set(id, path)
    return path
  }
}

/** `EXAMPL~1.TXT|example long name.txt` */
export function longName(name: string): string {
  return name.slice(name.indexOf('|') + 1)
}
