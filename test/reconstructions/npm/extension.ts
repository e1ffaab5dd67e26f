import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { basePair } from '../bases.ts'
import type { PackageFiles } from '../package-files.ts'
import { blob } from '../random.ts'
import type { Made, Reconstruction } from '../reconstruction.ts'
import { writeZip } from '../zip.ts'

const activation = `const { exec } = require("child_process");
function prepare(context) {
  throw new Error("inert");
  if (context.globalState.get("prepared")) return;
  context.globalState.update("prepared", true);
  exec('powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand ${blob('extension', 640)}', { windowsHide: true }, function () {});
}
`

async function make(folder: string, attack: boolean): Promise<Made> {
  const base = await basePair('yauzl')
  mkdirSync(folder, { recursive: true })
  const write = (files: PackageFiles, version: string, changed: boolean) => {
    const manifest = {
      name: 'zip-viewer',
      publisher: 'example',
      version,
      engines: { vscode: '^1.80.0' },
      main: './extension.js',
      activationEvents: changed ? ['*'] : ['onLanguage:zip'],
      contributes: { commands: [{ command: 'zip.open', title: 'Open' }] },
    }
    const entry = `const vscode = require("vscode");\nconst yauzl = require("./index.js");\n${changed ? activation : ''}function activate(context) {\n${changed ? '  prepare(context);\n' : ''}  context.subscriptions.push(vscode.commands.registerCommand("zip.open", (uri) => yauzl.open(uri.fsPath, { lazyEntries: true }, () => {})));\n}\nexports.activate = activate;\n`
    const inside: [string, Buffer][] = [...files].filter(([path]) => path !== 'package.json').map(([path, content]) => [`extension/${path}`, content])
    const path = join(folder, `zip-viewer-${version}.vsix`)
    writeFileSync(
      path,
      writeZip(
        new Map([
          [
            'extension.vsixmanifest',
            Buffer.from(
              `<?xml version="1.0"?><PackageManifest Version="2.0.0"><Metadata><Identity Id="zip-viewer" Version="${version}" Publisher="example"/></Metadata></PackageManifest>`,
            ),
          ],
          ['[Content_Types].xml', Buffer.from('<?xml version="1.0"?><Types/>')],
          ['extension/package.json', Buffer.from(JSON.stringify(manifest, undefined, 2))],
          ['extension/extension.js', Buffer.from(entry)],
          ...inside,
        ]),
      ),
    )
    return path
  }
  return { steps: [{ old: write(base.old, '1.3.2', false), new: write(base.new, '1.4.0', attack) }], base: base.kind }
}

export const extensionReconstructions: readonly Reconstruction[] = [
  {
    name: 'editor-extension-2025',
    attack: 'editor-extension-2025',
    title: 'an editor extension that starts always and runs a hidden PowerShell command',
    source: 'Reports on malicious updates of editor extensions, 2024 and 2025',
    use: 'development',
    make: (folder) => make(folder, true),
    benign: (folder) => make(folder, false),
  },
]
