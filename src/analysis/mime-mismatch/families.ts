import type { Severity } from '../../model/finding.ts'

/**
 * What a file holds, by the media type that sensors give by looking at it: the names are those of Zeek's signatures
 * (scripts/base/frameworks/files/magic), of libmagic as Suricata prints it, and of the IANA registry.
 */
const contents = {
  program: [
    'application/x-dosexec',
    'application/vnd.microsoft.portable-executable',
    'application/x-msdownload',
    'application/x-ms-dos-executable',
    'application/x-executable',
    'application/x-pie-executable',
    'application/x-sharedlib',
    'application/x-elf',
    'application/x-object',
    'application/x-mach-o-executable',
    'application/x-mach-binary',
    'application/x-java-applet',
    'application/java-archive',
    'application/x-msi',
    'application/x-ms-installer',
  ],
  script: [
    'text/x-shellscript',
    'application/x-sh',
    'text/x-msdos-batch',
    'text/x-powershell',
    'text/x-python',
    'text/x-perl',
    'text/x-ruby',
    'text/x-php',
    'text/x-lua',
  ],
  archive: [
    'application/zip',
    'application/x-zip-compressed',
    'application/x-rar',
    'application/x-rar-compressed',
    'application/vnd.rar',
    'application/x-7z-compressed',
    'application/vnd.ms-cab-compressed',
    'application/x-ace',
  ],
} as const

/** What a name promises, by its ending (IANA media types, top level). Endings that promise nothing (php, bin, dat, none) are not here. */
const endings = {
  picture: ['jpg', 'jpeg', 'png', 'gif', 'bmp', 'ico', 'webp', 'tif', 'tiff', 'svg', 'avif', 'heic'],
  sound: ['mp3', 'wav', 'ogg', 'm4a', 'flac', 'aac'],
  film: ['mp4', 'webm', 'avi', 'mov', 'mkv', 'mpg', 'mpeg'],
  font: ['woff', 'woff2', 'ttf', 'otf', 'eot'],
  text: ['txt', 'log', 'csv', 'md', 'json', 'xml', 'css', 'js', 'html', 'htm'],
  document: ['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'rtf', 'odt'],
} as const

export type Content = keyof typeof contents
export type Promised = keyof typeof endings

/** How odd a content is under a name; what is not here is everyday (packed text, web pages in place of pictures, office files that are archives). */
const oddness: Record<Content, Partial<Record<Promised, Severity>>> = {
  program: { picture: 3, sound: 3, film: 3, font: 3, text: 3, document: 3 },
  script: { picture: 2, sound: 2, film: 2, font: 2 },
  archive: { picture: 2, sound: 2, film: 2, font: 2 },
}

export interface Mismatch {
  readonly content: Content
  readonly promised: Promised
  readonly severity: Severity
}

/** Lower-case media type without parameters, and ending without dot. Null when the two go together or say nothing. */
export function mismatchOf(mediaType: string, ending: string): Mismatch | null {
  const content = familyOf(contents, mediaType)
  const promised = familyOf(endings, ending)
  const severity = content && promised && oddness[content][promised]
  return content && promised && severity ? { content, promised, severity } : null
}

function familyOf<F extends string>(families: Readonly<Record<F, readonly string[]>>, member: string): F | undefined {
  return (Object.keys(families) as F[]).find((family) => families[family].includes(member))
}

/** Every pair that does not go together, as `media/type ending`. */
export const oddPairs: readonly string[] = Object.values(contents)
  .flat()
  .flatMap((mediaType) =>
    Object.values(endings)
      .flat()
      .filter((ending) => mismatchOf(mediaType, ending))
      .map((ending) => `${mediaType} ${ending}`),
  )
