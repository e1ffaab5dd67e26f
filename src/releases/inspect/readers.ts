import type { Reader } from '../reading.ts'
import { batch } from './batch/index.ts'
import { elf } from './elf/index.ts'
import { image } from './image/index.ts'
import { javascript } from './javascript/index.ts'
import { machO } from './mach-o/index.ts'
import { manifest } from './manifest/index.ts'
import { msi } from './msi/index.ts'
import { nsis } from './nsis/index.ts'
import { pe } from './pe/index.ts'
import { powershell } from './powershell/index.ts'
import { python } from './python/index.ts'
import { shell } from './shell/index.ts'
import { source } from './source/index.ts'
import { strings } from './strings/index.ts'
import { vbscript } from './vbscript/index.ts'

/** Every reader of files inside a release. A new one is a folder beside this file, an import and an entry here. */
export const readers: readonly Reader[] = [pe, elf, machO, image, msi, nsis, manifest, javascript, python, shell, powershell, batch, vbscript, source, strings]
