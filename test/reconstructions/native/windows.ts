import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { basePair } from '../bases.ts'
import type { PackageFiles } from '../package-files.ts'
import { meaninglessBytes } from '../random.ts'
import type { Made, Reconstruction } from '../reconstruction.ts'
import { writeZip } from '../zip.ts'
import { stuffed, writePe } from './pe-writer.ts'

const wide = (text: string) => Buffer.from(`${text}\0`, 'utf16le')
const narrow = (text: string) => Buffer.from(`${text}\0`, 'latin1')

const decoderExports = [
  'av_buffer_create',
  'av_dict_get',
  'av_frame_alloc',
  'av_frame_free',
  'av_malloc',
  'av_packet_alloc',
  'avcodec_find_decoder',
  'avcodec_open2',
  'avcodec_receive_frame',
  'avformat_find_stream_info',
  'avformat_open_input',
  'avformat_seek_file',
]
const ordinaryImports = {
  'KERNEL32.dll': [
    'GetLastError',
    'GetProcessHeap',
    'HeapAlloc',
    'HeapFree',
    'InitializeCriticalSection',
    'QueryPerformanceCounter',
    'WaitForSingleObject',
    'CreateThread',
  ],
}

/** Machine code is made up: bytes whose distribution is that of code, a run of common instructions. */
function code(label: string, length: number): Buffer {
  const common = Buffer.from('488b05488d0de8488bc84885c0740433c0c3cc4883ec28488bd9ff15', 'hex')
  const draws = meaninglessBytes(label, length)
  return Buffer.from(draws.map((byte, index) => (index % 3 === 0 ? byte & 0x3f : (common[byte % common.length] ?? 0))))
}

function decoder(version: string, tampered: boolean): Buffer {
  const data = [narrow(`ffmpeg ${version}`), narrow('Invalid data found when processing input'), narrow('moov atom not found')]
  const added = [wide('AVMonitorRefreshEvent'), wide('d3dcompiler_47.dll'), narrow('3jB(2bsG#@c7'), wide('\\'), Buffer.from('feedface', 'hex')]
  return writePe({
    name: 'ffmpeg.dll',
    imports: tampered
      ? {
          'KERNEL32.dll': [
            ...ordinaryImports['KERNEL32.dll'],
            'CreateEventW',
            'CreateFileW',
            'GetFileSize',
            'GetModuleFileNameW',
            'ReadFile',
            'VirtualProtect',
            'VirtualAlloc',
            'CloseHandle',
          ],
        }
      : ordinaryImports,
    exports: decoderExports,
    text: Buffer.concat([code('decoder', 160_000), code(version, 4000), tampered ? code('loader', 9000) : Buffer.alloc(0)]),
    data: Buffer.concat([...data, ...(tampered ? added : [])]),
  })
}

/** What is hidden behind the signature: in the real case an encrypted library of 275 kB; here random bytes behind the same mark. */
const hidden = Buffer.concat([Buffer.from('feedfacefeedface', 'hex'), meaninglessBytes('3cx/payload', 275_456)])

interface App {
  readonly files: PackageFiles
  readonly base: 'real'
}

/** The folder of a desktop program; its signed compiler library is a real file that Microsoft signed. */
async function desktopApp(version: string, attack: 'none' | 'certificate-table' | 'data-file'): Promise<App | string> {
  const pair = await basePair('electron-winstaller')
  const signed = pair.new.get('vendor/signtool.exe')
  const updater = pair.new.get('vendor/StubExecutable.exe')
  if (signed === undefined || updater === undefined) return 'the registry is not reached: there is no signed program to build on'
  const tampered = attack !== 'none'
  const files: PackageFiles = new Map([
    ['app/3CXDesktopApp.exe', updater],
    ['app/ffmpeg.dll', decoder(version, tampered)],
    ['app/d3dcompiler_47.dll', attack === 'certificate-table' ? stuffed(signed, hidden) : signed],
    ['app/locales/en-GB.pak', Buffer.from('greeting=Welcome\n'.repeat(400))],
    ['app/resources/app/package.json', Buffer.from(JSON.stringify({ name: '3cx-desktop-app', version, main: 'main.js' }))],
    [
      'app/resources/app/main.js',
      Buffer.from(
        `const { app, BrowserWindow } = require('electron')\nconst version = '${version}'\napp.whenReady().then(() => new BrowserWindow({ title: version }).loadFile('index.html'))\n`,
      ),
    ],
  ])
  if (attack === 'data-file') files.set('app/locales/zz-ZZ.pak', hidden)
  return { files, base: 'real' }
}

type Packing = 'zip' | 'msi' | 'nsis' | 'nupkg'

function pack(packing: Packing, files: PackageFiles, folder: string, version: string): string | undefined {
  mkdirSync(folder, { recursive: true })
  if (packing === 'zip' || packing === 'nupkg') {
    const path = join(folder, packing === 'zip' ? `DesktopApp-${version}.zip` : `DesktopApp-${version}-full.nupkg`)
    const inside =
      packing === 'zip'
        ? files
        : new Map([
            ['DesktopApp.nuspec', Buffer.from(`<?xml version="1.0"?><package><metadata><id>DesktopApp</id><version>${version}</version></metadata></package>`)],
            ...[...files].map(([name, bytes]) => [name.replace(/^app\//, 'lib/net45/'), bytes] as const),
          ])
    writeFileSync(path, writeZip(inside))
    return path
  }
  const content = mkdtempSync(join(folder, 'content-'))
  try {
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(content, name)), { recursive: true })
      writeFileSync(join(content, name), bytes)
    }
    return packing === 'msi' ? msi(content, files, folder, version) : nsis(content, folder, version)
  } finally {
    rmSync(content, { recursive: true, force: true })
  }
}

function msi(content: string, files: PackageFiles, folder: string, version: string): string | undefined {
  const number = version.split('.').slice(0, 3).join('.')
  const components = [...files.keys()].map(
    (name, index) =>
      `<Component Id="C${index}" Guid="1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4${String(100 + index)}"><File Id="F${index}" Name="${name.split('/').at(-1)}" Source="${name}" KeyPath="yes"/></Component>`,
  )
  const features = [...files.keys()].map((_, index) => `<ComponentRef Id="C${index}"/>`)
  const text = `<?xml version="1.0"?><Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Product Id="7c9e6679-7425-40de-944b-e07fc1f90ae7" Name="Desktop App" Language="1033" Version="${number}" Manufacturer="Example" UpgradeCode="7c9e6679-7425-40de-944b-e07fc1f90ae8"><Package InstallerVersion="200" Compressed="yes"/><Media Id="1" Cabinet="app.cab" EmbedCab="yes"/><Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="DesktopApp">${components.join('')}</Directory></Directory></Directory><Feature Id="All" Level="1">${features.join('')}</Feature></Product></Wix>`
  const [source, target] = [join(content, 'app.wxs'), join(folder, `DesktopApp-${version}.msi`)]
  writeFileSync(source, text)
  return spawnSync('wixl', ['-o', resolve(target), 'app.wxs'], { cwd: content, timeout: 60_000 }).status === 0 ? resolve(target) : undefined
}

function nsis(content: string, folder: string, version: string): string | undefined {
  const [source, target] = [join(content, 'app.nsi'), join(folder, `DesktopApp-${version}.exe`)]
  writeFileSync(
    source,
    `Name "Desktop App"\nOutFile "${resolve(target)}"\nInstallDir "$LOCALAPPDATA\\Programs\\DesktopApp"\nRequestExecutionLevel user\nSection\nSetOutPath "$INSTDIR"\nFile /r "${resolve(content, 'app')}/*"\nSectionEnd\n`,
  )
  return spawnSync('makensis', ['-V1', source], { timeout: 60_000 }).status === 0 ? resolve(target) : undefined
}

async function make(folder: string, packing: Packing, attack: 'none' | 'certificate-table' | 'data-file'): Promise<Made | string> {
  const [old, next] = [await desktopApp('18.11.1213', 'none'), await desktopApp(attack === 'none' ? '18.12.100' : '18.12.416', attack)]
  if (typeof old === 'string' || typeof next === 'string') return typeof old === 'string' ? old : String(next)
  const paths = [pack(packing, old.files, join(folder, 'old'), '18.11.1213'), pack(packing, next.files, join(folder, 'new'), '18.12.416')]
  if (paths[0] === undefined || paths[1] === undefined) return `it needs ${packing === 'msi' ? 'wixl' : 'makensis'}`
  return { steps: [{ old: paths[0], new: paths[1] }], base: old.base }
}

const source = 'Reports of March and April 2023 on 3CX Desktop App 18.12.407 and 18.12.416 (CVE-2023-29059)'
const title = '3CX for Windows: data hidden behind the signature of one library, read by another that is loaded beside the program'

export const windowsReconstructions: readonly Reconstruction[] = [
  ...(['zip', 'msi', 'nsis', 'nupkg'] as const).map(
    (packing): Reconstruction => ({
      name: `3cx-windows-2023-${packing}`,
      attack: '3cx-windows-2023',
      ...(packing !== 'zip' && { evasion: `packed as ${packing}` }),
      title,
      source,
      use: packing === 'nsis' ? 'held-out' : 'development',
      make: (folder) => make(folder, packing, 'certificate-table'),
      benign: (folder) => make(folder, packing, 'none'),
    }),
  ),
  {
    name: '3cx-windows-2023+data-file',
    attack: '3cx-windows-2023',
    evasion: 'data-file',
    title: 'the same with the hidden data in a file of its own, so that no signature is touched',
    source: 'A variant of the former',
    use: 'held-out',
    make: (folder) => make(folder, 'zip', 'data-file'),
    benign: (folder) => make(folder, 'zip', 'none'),
  },
]

function installer(version: string, tampered: boolean): Buffer {
  const strings = [wide('Promeo Setup'), wide('Extracting files…'), narrow(`Setup ${version}`), wide('SOFTWARE\\CyberLink\\Promeo')]
  const added = [
    narrow('https://update.cyberlink.invalid/update/data/ui_01.png'),
    narrow('Microsoft Internet Explorer'),
    wide('csfalconservice.exe'),
    wide('xagt.exe'),
    wide('taniumclient.exe'),
    narrow('RT_Promeo.exe'),
    narrow('IEND'),
    narrow('CryptDecrypt'),
  ]
  return writePe({
    name: 'setup.exe',
    imports: {
      'KERNEL32.dll': [
        ...ordinaryImports['KERNEL32.dll'],
        'CreateFileW',
        'WriteFile',
        ...(tampered ? ['GetLocalTime', 'CreateToolhelp32Snapshot', 'Process32FirstW', 'Process32NextW', 'VirtualAlloc', 'VirtualProtect', 'Sleep'] : []),
      ],
      'USER32.dll': ['MessageBoxW', 'CreateWindowExW', 'LoadStringW'],
      'SHELL32.dll': ['SHGetFolderPathW'],
      ...(tampered && {
        'WININET.dll': ['InternetOpenA', 'InternetOpenUrlA', 'InternetReadFile', 'HttpQueryInfoA'],
        'ADVAPI32.dll': ['CryptAcquireContextA', 'CryptImportKey', 'CryptDecrypt'],
      }),
    },
    text: Buffer.concat([code('installer', 90_000), code(version, 2000), tampered ? code('lambload', 12_000) : Buffer.alloc(0)]),
    data: Buffer.concat([...strings, meaninglessBytes('installer/archive', 4000), ...(tampered ? added : [])]),
  })
}

/** Signed by the same made-up publisher where the tool is there: in the real case the vendor's own certificate signed it. */
function signed(file: Buffer, folder: string, name: string): Buffer {
  mkdirSync(folder, { recursive: true })
  const [key, certificate, plain, target] = ['key.pem', 'certificate.pem', `${name}.plain.exe`, `${name}.signed.exe`].map((each) => join(folder, each)) as [
    string,
    string,
    string,
    string,
  ]
  writeFileSync(plain, file)
  const subject = '/C=TW/O=Example Multimedia Corp./CN=Example Multimedia Corp.'
  const made =
    name === 'old'
      ? spawnSync(
          'openssl',
          [
            'req',
            '-x509',
            '-newkey',
            'rsa:2048',
            '-nodes',
            '-keyout',
            key,
            '-out',
            certificate,
            '-days',
            '3650',
            '-subj',
            subject,
            '-addext',
            'extendedKeyUsage=codeSigning',
          ],
          { timeout: 60_000 },
        ).status
      : 0
  const done =
    made === 0 &&
    spawnSync('osslsigncode', ['sign', '-certs', certificate, '-key', key, '-h', 'sha256', '-in', plain, '-out', target], { timeout: 60_000 }).status === 0
  return done ? readFileSync(target) : file
}

function makeInstaller(folder: string, tampered: boolean): Made {
  const versions = ['9.0.4406', '9.0.4407'] as const
  const [old, next] = [join(folder, `Promeo-${versions[0]}.exe`), join(folder, `Promeo-${versions[1]}.exe`)]
  mkdirSync(folder, { recursive: true })
  writeFileSync(old, signed(installer(versions[0], false), join(folder, 'signing'), 'old'))
  writeFileSync(next, signed(installer(versions[1], tampered), join(folder, 'signing'), 'new'))
  return { steps: [{ old, new: next }], base: 'made-up' }
}

export const installerReconstructions: readonly Reconstruction[] = [
  {
    name: 'lambload-2023',
    attack: 'lambload-2023',
    title: 'CyberLink: a signed installer that now fetches a picture and decrypts a program out of it',
    source: 'Microsoft Threat Intelligence, 22 November 2023, on LambLoad',
    use: 'development',
    make: async (folder) => makeInstaller(folder, true),
    benign: async (folder) => makeInstaller(folder, false),
  },
]
