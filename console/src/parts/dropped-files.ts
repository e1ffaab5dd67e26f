/** Files of a folder that are taken at once: more is for a folder that the service watches. */
const mostFiles = 20_000
const mostDepth = 12

/** What was chosen; a file out of a folder keeps the way to it in its name, for many folders have a `conn.log.gz`. */
export function chosenFiles(list: FileList | null): readonly File[] {
  return [...(list ?? [])].slice(0, mostFiles).map((file) => named(file, file.webkitRelativePath))
}

/** What was dropped, with everything in the folders among it. */
export async function droppedFiles(data: DataTransfer): Promise<readonly File[]> {
  // Both have to be taken before the first wait: afterwards the browser has emptied them.
  const plain = [...data.files]
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some(({ isDirectory }) => isDirectory)) return plain.slice(0, mostFiles)
  const files: File[] = []
  for (const entry of entries) await collect(entry, files, 0)
  return files
}

async function collect(entry: FileSystemEntry, files: File[], depth: number): Promise<void> {
  if (depth > mostDepth || files.length >= mostFiles) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    files.push(named(file, entry.fullPath))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  // A reader gives a part of the folder at a time, and nothing when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const one of some) await collect(one, files, depth + 1)
  }
}

function named(file: File, path: string): File {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.length < 2 ? file : new File([file], parts.slice(1).join('_').slice(-200), { lastModified: file.lastModified })
}
