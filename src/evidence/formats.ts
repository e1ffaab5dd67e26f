import type { Format } from './format.ts'
import { zeek } from './zeek/index.ts'

/** Every format, in alphabetical order. A new one is a folder and a line here. */
export const formats: readonly Format[] = [zeek]
