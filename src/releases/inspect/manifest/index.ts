import { sourceText } from '../../code/source-text.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'
import { readBrowserExtension } from './browser-extension.ts'
import { readGyp, readSettings } from './build.ts'
import { readDockerfile } from './container.ts'
import { readNuspec, readTargets } from './dotnet.ts'
import { readEditorSettings } from './editor-settings.ts'
import { Found } from './found.ts'
import { readLockFile } from './lock-file.ts'
import { readNpm } from './npm.ts'
import { readPlist } from './plist.ts'
import { readEntryPoints, readMetadata, readPyproject, readRecord, readRequirements, readSetupConfig } from './python-package.ts'
import { readCrontab, readDeviceRules, readJarManifest, readPackageSources, readService } from './services.ts'
import { readControl, readSpec } from './system-packages.ts'
import { readWorkflow } from './workflow.ts'

/** A kind of manifest: known by its path, and by its first bytes where the name is used by others, too. */
interface Manifest {
  readonly kind: string
  readonly path: RegExp
  readonly head?: RegExp
  readonly read: (found: Found) => void
}

/** Manifests are small; a larger file of that name is something else. */
const largest = 32 * 2 ** 20

const manifests: readonly Manifest[] = [
  { kind: 'npm', path: /(?:^|\/)package\.json$/, read: readNpm },
  { kind: 'browser-extension', path: /(?:^|\/)manifest\.json$/, head: /"manifest_version"\s*:/, read: readBrowserExtension },
  { kind: 'gyp', path: /(?:^|\/)[^/]+\.gypi?$/, read: readGyp },
  { kind: 'settings', path: /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|pip\.conf|pip\.ini|\.pypirc)$/, read: readSettings },
  {
    kind: 'lock-file',
    path: /(?:^|\/)(?:npm-shrinkwrap\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock)$/,
    read: readLockFile,
  },
  { kind: 'wheel', path: /(?:\.dist-info\/METADATA|(?:^|\/)PKG-INFO)$/, read: readMetadata },
  { kind: 'wheel-record', path: /\.dist-info\/RECORD$/, read: readRecord },
  { kind: 'entry-points', path: /(?:^|\/)entry_points\.txt$/, read: readEntryPoints },
  { kind: 'requirements', path: /(?:^|\/)(?:requirements|constraints)[\w.-]*\.txt$/, read: readRequirements },
  { kind: 'pyproject', path: /(?:^|\/)pyproject\.toml$/, read: readPyproject },
  { kind: 'setup-cfg', path: /(?:^|\/)setup\.cfg$/, read: readSetupConfig },
  { kind: 'deb', path: /(?:^|[/!])control$/, head: /^(?:Package|Source|Version|Architecture):/m, read: readControl },
  { kind: 'rpm-spec', path: /\.spec$/, head: /^(?:Name|Summary|Version):/m, read: readSpec },
  { kind: 'nuspec', path: /\.nuspec$/i, read: readNuspec },
  { kind: 'msbuild', path: /\.(?:targets|props|csproj|vbproj|fsproj)$/i, read: readTargets },
  { kind: 'plist', path: /\.(?:plist|entitlements)$/i, read: readPlist },
  {
    kind: 'workflow',
    path: /(?:^|\/)(?:\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml|action\.ya?ml|\.gitlab-ci\.ya?ml|\.travis\.yml|\.circleci\/config\.yml|azure-pipelines\.ya?ml)$/,
    read: readWorkflow,
  },
  { kind: 'container', path: /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.dockerfile$/i, read: readDockerfile },
  { kind: 'device-rules', path: /(?:^|\/)udev\/rules\.d\/[^/]+\.rules$/, read: readDeviceRules },
  { kind: 'package-sources', path: /(?:^|\/)(?:sources\.list|sources\.list\.d\/[^/]+\.(?:list|sources))$/, read: readPackageSources },
  {
    kind: 'editor-settings',
    path: /(?:^|\/)(?:\.(?:vscode|claude|cursor|devcontainer|gemini|codex|windsurf|kiro|zed|idea|fleet|roo|continue)\/(?:[^/]+\/){0,3}[^/]+\.jsonc?|\.?devcontainer\.json|\.?mcp\.json|[^/]+\.code-workspace)$/,
    read: readEditorSettings,
  },
  { kind: 'jar', path: /META-INF\/MANIFEST\.MF$/i, read: readJarManifest },
  { kind: 'service', path: /\.(?:service|timer|socket|path|desktop)$/, head: /^\[[\w -]+\]/m, read: readService },
  { kind: 'crontab', path: /(?:^|\/)(?:crontab|cron\.d\/[^/]+)$/, read: readCrontab },
]

export const manifest: Reader = { name: 'manifest', title: 'Manifests of packages, hooks, workflows, services and settings', recognise, read }

function manifestOf(path: string, head: Uint8Array): Manifest | undefined {
  const found = manifests.find((one) => one.path.test(path))
  if (found?.head === undefined) return found
  return found.head.test(Buffer.from(head.subarray(0, 4096)).toString('latin1')) ? found : undefined
}

function recognise({ path, size, bytes }: FileHead): number {
  return size <= largest && manifestOf(path, bytes) !== undefined ? 0.95 : 0
}

function read({ path, bytes }: InspectedFile): Reading {
  const found = new Found(path, sourceText(bytes), bytes)
  const kind = manifestOf(path, bytes)
  found.trait('kind', kind?.kind ?? null)
  if (kind === undefined || bytes.length > largest) found.notes.push('it is no manifest of a known kind, or too large for one')
  else kind.read(found)
  return { reader: 'manifest', units: found.units, traits: found.traits, notes: found.notes }
}
