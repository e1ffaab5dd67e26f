import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { InspectedFile } from '../../src/releases/reading.ts'
import { unpackHere } from '../../src/releases/unpack/here.ts'
import { basePair } from '../../test/reconstructions/bases.ts'
import { reconstructions } from '../../test/reconstructions/index.ts'
import { fatLibrary } from '../../test/reconstructions/native/mac.ts'
import { compiled } from '../../test/reconstructions/native/xz.ts'
import type { PackageFiles } from '../../test/reconstructions/package-files.ts'

const bases = ['yauzl', 'node-ipc', 'iconv-lite', 'node-gyp', 'electron-winstaller', 'tinyexec', 'commander', 'chalk']
/** Mutations of large files take long and find what those of small files find. */
const largest = 200_000

/** Real files of many kinds: those of the base packages, and what cannot be had from there written out. */
export async function samples(): Promise<readonly InspectedFile[]> {
  const files: PackageFiles = new Map()
  for (const name of bases) for (const [path, bytes] of (await basePair(name)).new) if (bytes.length <= largest) files.set(`${name}/${path}`, bytes)
  for (const [path, text] of Object.entries(written)) files.set(path, Buffer.from(text))
  files.set('made-up/icon.png', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))
  files.set('made-up/libffmpeg.dylib', fatLibrary('1', ['x86_64']))
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-samples-'))
  for (const attack of [false, true]) files.set(`made-up/lib${attack}.so`, compiled(folder, 'library', attack) ?? Buffer.alloc(0))
  rmSync(folder, { recursive: true, force: true })
  return [...files].map(([path, bytes]) => ({ path, bytes: new Uint8Array(bytes) }))
}

const written: Readonly<Record<string, string>> = {
  'made-up/install.ps1':
    'param([string]$Target = "$env:TEMP")\n$client = New-Object System.Net.WebClient\nforeach ($name in @("a", "b")) {\n  $path = Join-Path $Target "$name.txt"\n  $client.DownloadFile("https://example.invalid/$name", $path)\n  if (Test-Path $path) { Get-Content $path | ForEach-Object { Write-Output $_ } }\n}\n',
  'made-up/setup.bat':
    '@echo off\r\nsetlocal enabledelayedexpansion\r\nset "name=world"\r\nif exist "%TEMP%\\x" (\r\n  call :greet %name%\r\n) else (\r\n  for %%f in (*.txt) do echo %%f\r\n)\r\nexit /b 0\r\n:greet\r\necho hello %1\r\ngoto :eof\r\n',
  'made-up/run.vbs':
    'Option Explicit\r\nDim shell, text\r\nSet shell = CreateObject("WScript.Shell")\r\ntext = Chr(72) & "ello"\r\nIf Len(text) > 3 Then\r\n  shell.Popup text\r\nEnd If\r\n',
  'made-up/build.sh':
    '#!/bin/sh\nset -e\nfor file in "$@"; do\n  case "$file" in\n    *.gz) gzip -dc "$file" | wc -c ;;\n    *) cat <<EOF\n$file $(date +%s)\nEOF\n    ;;\n  esac\ndone\n',
  'made-up/postinst': '#!/bin/sh\nset -e\nif [ "$1" = configure ]; then\n  update-rc.d example defaults >/dev/null || true\nfi\n',
  'made-up/package.json': '{"name":"example","version":"1.0.0","scripts":{"postinstall":"node x.js"},"dependencies":{"left":"^1.0.0"}}',
}

/** What lies in installers: their databases and scripts, as the readers get them. */
export async function installerSamples(artifactPaths: readonly string[], folder: string): Promise<readonly InspectedFile[]> {
  const found: InspectedFile[] = []
  for (const [index, path] of artifactPaths.filter((each) => /\.(?:msi|exe)$/i.test(each)).entries()) {
    const { members, folder: home } = await unpackHere(path, join(folder, `unpacked-${index}`))
    found.push({ path: basename(path), bytes: new Uint8Array(readFileSync(path)) })
    for (const member of members.filter(({ size }) => size > 0 && size <= largest))
      found.push({ path: member.path, bytes: new Uint8Array(readFileSync(join(home, member.sha256))) })
  }
  return found
}

/** Artifacts of several formats: those that the reconstructions make here. */
export async function artifacts(folder: string): Promise<readonly string[]> {
  const wanted = new Set([
    'node-ipc-2022',
    'litellm-2026',
    'editor-extension-2025',
    '3cx-macos-2023',
    '3cx-windows-2023-msi',
    '3cx-windows-2023-nsis',
    'lambload-2023',
    'xz-2024-library',
  ])
  const paths: string[] = []
  for (const reconstruction of reconstructions.filter(({ name }) => wanted.has(name))) {
    const own = join(folder, reconstruction.name)
    mkdirSync(own, { recursive: true })
    const made = await reconstruction.make(own)
    if (typeof made !== 'string')
      paths.push(...made.steps.flatMap((step) => [step.new]).filter((path) => statSync(path).size < 3e6 && readFileSync(path).length > 0))
  }
  return paths
}
