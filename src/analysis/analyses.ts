import type { Analysis } from './analysis.ts'

/** Every analysis, in alphabetical order. A new one is a folder and a line here. */
export const analyses: readonly Analysis[] = []
