import { plural } from '../../base/text.ts'
import type { Notes, Source } from '../format.ts'
import { elements, members, parseJson, textOf } from '../json-text.ts'
import { knownHost, knownVersion, type Program, publisherOf, unnamedKeys } from './program.ts'

/** True for what `winget export` writes. */
export function isWingetExport(value: unknown): boolean {
  const document = members(value)
  const source = members(elements(document?.Sources)[0])
  return (
    /winget-packages\.schema/i.test(textOf(document?.$schema)) ||
    (Array.isArray(source?.Packages) && 'SourceDetails' in source) ||
    (source !== undefined && 'WinGetVersion' in (document ?? {}))
  )
}

/** True for keys of Uninstall as `ConvertTo-Json` writes them: one object or a list. */
export function isRegistryJson(value: unknown): boolean {
  // The first keys may be those of updates, which have no name.
  const entries = Array.isArray(value) ? value.slice(0, 50) : [value]
  return entries
    .map(members)
    .some((entry) => entry !== undefined && 'DisplayName' in entry && ('DisplayVersion' in entry || 'UninstallString' in entry || 'PSChildName' in entry))
}

export async function* programsInJson(source: Source, notes: Notes): AsyncGenerator<Program> {
  const { value, problem } = parseJson(await source.text())
  if (problem) notes.skip(problem.line, problem.why)
  if (isWingetExport(value)) yield* exported(value, notes)
  else yield* registryEntries(value, notes)
}

function* exported(value: unknown, notes: Notes): Generator<Program> {
  const document = members(value)
  const seen = textOf(document?.CreationDate)
  let line = 0
  let unversioned = 0
  for (const source of elements(document?.Sources)) {
    for (const entry of elements(members(source)?.Packages)) {
      line += 1
      const product = textOf(members(entry)?.PackageIdentifier)
      const version = knownVersion(textOf(members(entry)?.Version))
      if (version === '') unversioned += 1
      if (product === '') notes.skip(line, 'a package without identifier')
      else yield { line, host: '', product, version, vendor: publisherOf(product), code: product, installed: '', seen }
    }
  }
  if (unversioned > 0) notes.say(`Without version: ${plural(unversioned, 'package')}. winget export --include-versions writes them.`)
}

function* registryEntries(value: unknown, notes: Notes): Generator<Program> {
  let unnamed = 0
  for (const [index, entry] of (Array.isArray(value) ? value : [value]).entries()) {
    const found = members(entry)
    const product = textOf(found?.DisplayName)
    if (!found) notes.skip(index + 1, 'no program')
    else if (product === '') unnamed += 1
    else {
      const host = knownHost(textOf(found.PSComputerName) || textOf(found.ComputerName))
      // Windows PowerShell 5 writes dates as objects with the date as text inside.
      const installed = textOf(found.InstallDate) || textOf(members(found.InstallDate)?.value) || textOf(members(found.InstallDate)?.DateTime)
      const [version, vendor, code] = [textOf(found.DisplayVersion), textOf(found.Publisher), textOf(found.PSChildName)]
      yield { line: index + 1, host, product, version, vendor, code, installed, seen: '' }
    }
  }
  if (unnamed > 0) notes.say(unnamedKeys(unnamed))
}
