import type { Container } from './container.ts'
import { ar } from './containers/ar.ts'
import { asar } from './containers/asar.ts'
import { bzip2, gzip, lzma, xz, zstd } from './containers/compressed.ts'
import { cpio } from './containers/cpio.ts'
import { elf } from './containers/elf.ts'
import { compound, msi } from './containers/msi.ts'
import { nsis } from './containers/nsis.ts'
import { pe } from './containers/pe.ts'
import { rpm } from './containers/rpm.ts'
import { sevenZipContainers } from './containers/seven-zip.ts'
import { tar } from './containers/tar.ts'
import { crx, zip } from './containers/zip.ts'

/** Every format that is opened. */
export const containers: readonly Container[] = [
  tar,
  gzip,
  zstd,
  xz,
  bzip2,
  lzma,
  zip,
  crx,
  ar,
  cpio,
  rpm,
  asar,
  nsis,
  pe,
  elf,
  msi,
  compound,
  ...sevenZipContainers,
]
