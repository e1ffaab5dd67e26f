/** A pattern that cannot be read or takes too long. `at`: where in it, in characters from 0. */
export class PatternError extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.name = 'PatternError'
    this.at = at
  }
}
