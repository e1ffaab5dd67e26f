import { createRequire } from 'node:module'
import { messageOf } from '../../base/errors.ts'

/** The part of YARA-X that is used; the package's own declarations name a type that they do not declare. */
export interface Engine {
  validate(source: string, options: CompilerOptions): { readonly errors: readonly EngineError[] }
  compile(source: string, options: CompilerOptions): Compiled
}

export interface EngineError {
  readonly code: string
  /** With an excerpt of the source; the place stands in it as `line:3:14`. */
  readonly message: string
}

export interface CompilerOptions {
  readonly enableIncludes: boolean
}

export interface Compiled {
  setMaxMatchesPerPattern(most: number): void
  scan(bytes: Buffer): readonly EngineMatch[]
}

export interface EngineMatch {
  readonly ruleIdentifier: string
  readonly meta: Readonly<Record<string, unknown>>
  readonly matches: readonly { readonly offset: number; readonly length: number; readonly data: string; readonly identifier: string }[]
}

/** The engine, or why there is none: it is a native addon that not every platform has. */
export function loadEngine(): { readonly engine: Engine } | { readonly missing: string } {
  try {
    return { engine: createRequire(import.meta.url)('@litko/yara-x') as Engine }
  } catch (thrown) {
    return { missing: messageOf(thrown).split('\n', 1)[0] ?? '' }
  }
}
