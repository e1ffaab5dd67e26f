/** The clock of this process, to be set as the clock of a machine can be: only what is measured by `Date` jumps. Set right when disposed. */
export function settableClock(): Disposable & { readonly set: (ahead: number) => void } {
  const Real = Date
  let offset = 0
  class Shifted extends Real {
    constructor(...values: readonly unknown[]) {
      if (values.length === 0) super(Real.now() + offset)
      else super(...(values as [number]))
    }
    static override now(): number {
      return Real.now() + offset
    }
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Real
    }
  }
  globalThis.Date = Shifted as DateConstructor
  return {
    /** Milliseconds ahead of the real time. */
    set: (ahead) => {
      offset = ahead
    },
    [Symbol.dispose]: () => {
      globalThis.Date = Real
    },
  }
}
