import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './cli.ts'

/** Path → content, as below `package/` in a tarball of npm. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes files into a folder. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** A tarball as `npm pack` makes it, by the tar of the system. */
export function packTarball(files: Files): Buffer {
  using folder = temporaryFolder()
  writeFiles(join(folder.path, 'package'), files)
  const { status, stderr } = spawnSync('tar', ['--sort=name', '--mtime=1985-10-26T08:15:00Z', '--owner=0', '--group=0', '-czf', 'packed.tgz', 'package'], {
    cwd: folder.path,
    encoding: 'utf8',
    // Without the time of packing, so that the same files give the same bytes.
    env: { ...process.env, GZIP: '-n' },
  })
  if (status !== 0) throw new Error(stderr)
  const packed = readFileSync(join(folder.path, 'packed.tgz'))
  rmSync(join(folder.path, 'packed.tgz'))
  return packed
}
