import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The parts of Emscripten's file system that are used; its own types leave them out. */
export interface EmscriptenNode {
  mode: number
  size: number
  name: string
  parent: EmscriptenNode
  node_ops: object
  stream_ops: object
}

export interface EmscriptenFileSystem {
  readonly ErrnoError: new (errno: number) => Error
  createNode(parent: EmscriptenNode | null, name: string, mode: number, device: number): EmscriptenNode
  mkdir(path: string): void
  mount(type: { mount(): EmscriptenNode }, options: object, path: string): void
}

export interface SevenZip {
  readonly FS: EmscriptenFileSystem
  callMain(args: string[]): void
}

type Imports = Record<string, Record<string, unknown>>
type Factory = (options: {
  print(line: string): void
  printErr(line: string): void
  instantiateWasm(imports: Imports, done: (instance: object, module: object) => void): void
}) => Promise<SevenZip>

/** The part of the global of the same name that is used: the types of Node leave it out. */
interface WasmConstructors {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: Imports) => object
}

const wasm = (globalThis as unknown as { WebAssembly: WasmConstructors }).WebAssembly
const require = createRequire(import.meta.url)
let compiled: object | undefined

/** What one run may take, and whether it asked for more. */
export interface Memory {
  readonly most: number
  isExceeded: boolean
}

/** A fresh 7-Zip: its memory is thrown away after every archive. `print` gets its lines; beyond its memory it is told that there is none. */
export async function sevenZip(print: (line: string) => void, memory: Memory): Promise<SevenZip> {
  compiled ??= new wasm.Module(readFileSync(require.resolve('7z-wasm/7zz.wasm')))
  const module = compiled
  const factory = require('7z-wasm') as Factory
  return factory({
    print,
    printErr: print,
    instantiateWasm(imports, done) {
      const grow = imports.env?.emscripten_resize_heap as (size: number) => boolean
      const bounded = (size: number): boolean => {
        if (size >>> 0 <= memory.most) return grow(size)
        memory.isExceeded = true
        return false
      }
      done(new wasm.Instance(module, { ...imports, env: { ...imports.env, emscripten_resize_heap: bounded } }), module)
    },
  })
}
