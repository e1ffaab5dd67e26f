import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { meaninglessBytes } from '../random.ts'
import type { Made, Reconstruction } from '../reconstruction.ts'
import { writeZip } from '../zip.ts'
import { writeFat, writeMachO } from './mach-o-writer.ts'

const ordinary = {
  libraries: ['/usr/lib/libSystem.B.dylib'],
  imports: ['_malloc', '_free', '_memcpy', '_pthread_create', '_pthread_mutex_lock', '_strlen', '_snprintf'],
}
const added = {
  libraries: [
    '/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation',
    '/usr/lib/libobjc.A.dylib',
    '/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation',
  ],
  imports: [
    '_OBJC_CLASS_$_NSURLSession',
    '_OBJC_CLASS_$_NSMutableURLRequest',
    '_OBJC_CLASS_$_NSString',
    '_OBJC_CLASS_$_NSData',
    '_objc_msgSend',
    '_objc_release',
    '_popen',
    '_pclose',
    '_chmod',
    '_fopen',
    '_fread',
    '_fwrite',
    '_fseek',
    '_ftell',
    '_getpwuid',
    '_getuid',
    '_sysctlbyname',
    '_uname',
    '_time',
    '_srand',
    '_rand',
    '_sleep',
    '_stat',
    '_getenv',
    '_pthread_detach',
  ],
}

function slice(architecture: 'x86_64' | 'arm64', version: string, tampered: boolean): Buffer {
  const strings = [
    `libffmpeg ${version}`,
    'Invalid data found when processing input',
    ...(tampered
      ? [
          '%s/Library/Application Support/3CX Desktop App/.main_storage',
          'UpdateAgent',
          'https://%s/storage/update',
          '3cx_auth_id=%s;3cx_auth_token_content=%s;__tutma=true',
        ]
      : []),
  ]
  return writeMachO({
    architecture,
    name: '@rpath/libffmpeg.dylib',
    libraries: [...ordinary.libraries, ...(tampered ? added.libraries : [])],
    imports: [...ordinary.imports, ...(tampered ? added.imports : [])],
    exports: ['_av_malloc', '_av_frame_alloc', '_avcodec_open2', '_avformat_open_input'],
    constructors: tampered ? 1 : 0,
    text: Buffer.concat([
      meaninglessBytes(`mac/${architecture}`, 60_000).map((byte) => byte & 0x7f),
      meaninglessBytes(version, 900),
      tampered ? meaninglessBytes('mac/added', 8000).map((byte) => byte & 0x7f) : Buffer.alloc(0),
    ]),
    strings: Buffer.from(`${strings.join('\0')}\0`),
  })
}

/** A library for both architectures. */
export function fatLibrary(version: string, changed: readonly string[]): Buffer {
  return writeFat((['x86_64', 'arm64'] as const).map((architecture) => ({ architecture, bytes: slice(architecture, version, changed.includes(architecture)) })))
}

function make(folder: string, tampered: readonly ('x86_64' | 'arm64')[]): Made {
  mkdirSync(folder, { recursive: true })
  const write = (version: string, changed: readonly string[]) => {
    const library = fatLibrary(version, changed)
    const info = `<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>CFBundleIdentifier</key><string>com.example.desktop</string><key>CFBundleShortVersionString</key><string>${version}</string></dict></plist>`
    const path = join(folder, `DesktopApp-${version}.zip`)
    writeFileSync(
      path,
      writeZip(
        new Map([
          ['Desktop App.app/Contents/Info.plist', Buffer.from(info)],
          ['Desktop App.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Libraries/libffmpeg.dylib', library],
        ]),
      ),
    )
    return path
  }
  return { steps: [{ old: write('18.11.1197', []), new: write('18.12.416', tampered) }], base: 'made-up' }
}

const source = 'P. Wardle, Ironing out the macOS details of the 3CX attack, March 2023'

export const macReconstructions: readonly Reconstruction[] = [
  {
    name: '3cx-macos-2023',
    attack: '3cx-macos-2023',
    title: '3CX for macOS: one architecture of a library links more, imports more and has a constructor; the other is unchanged',
    source,
    use: 'development',
    make: async (folder) => make(folder, ['x86_64']),
    benign: async (folder) => make(folder, []),
  },
  {
    name: '3cx-macos-2023+both-slices',
    attack: '3cx-macos-2023',
    evasion: 'both-slices',
    title: 'the same in both architectures, so that they do not differ from each other',
    source: 'A variant of the former',
    use: 'held-out',
    make: async (folder) => make(folder, ['x86_64', 'arm64']),
    benign: async (folder) => make(folder, []),
  },
]
