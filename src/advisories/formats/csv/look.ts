import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { canonicalOf } from '../../assemble/canonical.ts'
import { fileEndings, mostlyFiles } from '../../extract/file-endings.ts'
import { endsInKnown } from '../../text/names.ts'
import { refang } from '../../text/refang.ts'

const hashes: Readonly<Record<number, AdvisoryIndicatorType>> = { 32: 'md5', 40: 'sha1', 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' }

/** Names and addresses without it are written plainly; in tables of many rows most are. */
const mayBeDefanged = /[^a-z0-9._:-]|dot|_at_/i

/** What a cell holds by its look alone; undefined for words and numbers. */
export function typeByLook(cell: string): AdvisoryIndicatorType | undefined {
  const text = cell.trim()
  if (text === '' || text.length > 2048) return undefined
  if (/^[0-9a-f]+$/i.test(text)) return hashes[text.length]
  if (/^(?:HKEY_|HK(?:LM|CU|CR|U)\\)/i.test(text)) return 'registry-key'
  if (/^(?:[a-z]:\\|%\w+%\\|\\\\|~\/|\/(?:usr|etc|tmp|var|opt|home|Library|Users)\/)/i.test(text)) return 'file-path'
  return /\s/.test(text) ? undefined : networkType(text, mayBeDefanged.test(text) ? refang(text).text : text)
}

function networkType(text: string, plain: string): AdvisoryIndicatorType | undefined {
  if (/^[a-z][a-z0-9+.-]{1,14}:\/\//i.test(plain)) return canonicalOf('url', plain)?.type
  if (/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(plain)) return 'email'
  const canonical = canonicalOf('domain', plain)
  if (canonical === undefined || canonical.type === 'url')
    return canonical && /^(?:[\w-]+\.)+[a-z]{2,}\//i.test(plain) && endsInKnown(plain.split('/')[0]?.toLowerCase() ?? '') ? 'url' : undefined
  if (canonical.type !== 'domain' && canonical.type !== 'host') return canonical.type
  const ending = canonical.value.split('.').at(-1) ?? ''
  if (mostlyFiles.has(ending) && plain === text) return 'file-name'
  return endsInKnown(canonical.value) ? 'domain' : fileEndings.has(ending) ? 'file-name' : undefined
}
