import type { MemberOut } from '../container.ts'
import type { Source } from '../source.ts'
import type { EmscriptenFileSystem, EmscriptenNode } from './module.ts'

/** What 7-Zip sees instead of a disk: one archive to read, and a folder whose files go out as they are written. */
export interface VirtualDisk {
  readonly archive: Source
  /** Name of the archive as 7-Zip sees it: some formats name what is inside after it. */
  readonly name: string
  begin(path: string): MemberOut
  link(path: string, target: string): void
}

const folder = 0o040777
const file = 0o100777
const noEntry = 44
const invalid = 28

interface Stream {
  readonly node: EmscriptenNode
  readonly flags: number
  position: number
  out?: Written | undefined
}

interface Written {
  readonly member: MemberOut
  size: number
}

const writing = 3
const zeros = new Uint8Array(2 ** 16)

/** Mounts `/in` with the archive and `/out` for what comes out of it. */
export function mountDisk(system: EmscriptenFileSystem, disk: VirtualDisk): void {
  system.mkdir('/in')
  system.mkdir('/out')
  system.mount({ mount: () => inputFolder(system, disk) }, {}, '/in')
  system.mount({ mount: () => outputFolder(system, disk) }, {}, '/out')
}

function inputFolder(system: EmscriptenFileSystem, { archive, name }: VirtualDisk): EmscriptenNode {
  const lookup = (parent: EmscriptenNode, wanted: string): EmscriptenNode => {
    if (wanted !== name) throw new system.ErrnoError(noEntry)
    const node = system.createNode(parent, wanted, file, 0)
    node.node_ops = { getattr: attributes }
    node.size = archive.size
    node.stream_ops = {
      llseek: seek,
      read(_: Stream, buffer: Int8Array, offset: number, length: number, position: number) {
        const bytes = position >= archive.size ? new Uint8Array() : archive.read(position, length)
        buffer.set(bytes, offset)
        return bytes.length
      },
    }
    return node
  }
  const root = system.createNode(null, '/', folder, 0)
  root.node_ops = { lookup, getattr: attributes, readdir: () => ['.', '..', name] }
  root.stream_ops = {}
  return root
}

function outputFolder(system: EmscriptenFileSystem, disk: VirtualDisk): EmscriptenNode {
  const folderOps = {
    getattr: attributes,
    setattr() {},
    lookup() {
      throw new system.ErrnoError(noEntry)
    },
    mknod: (parent: EmscriptenNode, name: string, mode: number) => node(parent, name, mode),
    symlink(parent: EmscriptenNode, name: string, target: string) {
      disk.link(pathOf(parent, name), target)
      return node(parent, name, 0o120777)
    },
    unlink() {},
    rmdir() {},
    rename() {},
    readdir: () => ['.', '..'],
    readlink: () => '',
  }
  const fileOps = { getattr: attributes, setattr() {}, readlink: () => '' }
  const streamOps = {
    llseek: seek,
    open(stream: Stream) {
      if (stream.flags & writing) stream.out = { member: disk.begin(pathOf(stream.node.parent, stream.node.name)), size: 0 }
    },
    write(stream: Stream, buffer: Int8Array, offset: number, length: number, position: number) {
      if (stream.out === undefined || position < stream.out.size) throw new system.ErrnoError(invalid)
      fill(stream.out, position)
      stream.out.member.write(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length))
      stream.out.size += length
      stream.node.size = stream.out.size
      return length
    },
    read: () => 0,
    close(stream: Stream) {
      stream.out?.member.end()
      stream.out = undefined
    },
  }
  function node(parent: EmscriptenNode | null, name: string, mode: number): EmscriptenNode {
    const made = system.createNode(parent, name, mode, 0)
    made.node_ops = (mode & 0o170000) === 0o040000 ? folderOps : fileOps
    made.stream_ops = streamOps
    made.size = 0
    return made
  }
  return node(null, '/', folder)
}

/** Holes are zeros, and count as bytes do. */
function fill(out: Written, position: number): void {
  while (out.size < position) {
    const length = Math.min(zeros.length, position - out.size)
    out.member.write(zeros.subarray(0, length))
    out.size += length
  }
}

function seek(stream: Stream, offset: number, whence: number): number {
  const position = whence === 1 ? stream.position + offset : whence === 2 ? stream.node.size + offset : offset
  return Math.max(0, position)
}

function attributes(node: EmscriptenNode): object {
  const time = new Date(0)
  return {
    dev: 1,
    ino: 1,
    mode: node.mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: node.size ?? 0,
    atime: time,
    mtime: time,
    ctime: time,
    blksize: 4096,
    blocks: 0,
  }
}

/** Path inside the mounted folder. */
function pathOf(parent: EmscriptenNode, name: string): string {
  const parts = [name]
  for (let at = parent; at.parent !== at && at.name !== '/'; at = at.parent) parts.unshift(at.name)
  return parts.join('/')
}
