import { Signs } from '../../code/signs.ts'
import { tellText } from '../../code/telling.ts'
import { batchSigns } from '../../code/windows/batch.ts'
import type { Found } from './found.ts'
import { type Element, elementsIn } from './xml.ts'

/** `.nuspec`: who it is, what it depends on. */
export function readNuspec(found: Found): void {
  const { elements, error } = elementsIn(found.source.text)
  if (error !== undefined) found.notes.push(`the rest was not read: ${error}`)
  for (const { path, name, attributes, text } of elements) {
    if (/metadata\/(?:id|version|authors|owners|requireLicenseAcceptance|developmentDependency)$/.test(path)) found.trait(name === 'id' ? 'name' : name, text)
    else if (name === 'dependency' && attributes.id !== undefined) found.dependency(attributes.id, attributes.version ?? '*', 'dependencies')
    else if (name === 'repository') found.trait('repository', `${attributes.url ?? ''} ${attributes.commit ?? ''}`.trim())
  }
}

/** Targets and properties of MSBuild run whenever the project that uses the package is built. */
export function readTargets(found: Found) {
  const { elements, error } = elementsIn(found.source.text)
  if (error !== undefined) found.notes.push(`the rest was not read: ${error}`)
  for (const element of elements) {
    if (Object.hasOwn(tasks, element.name)) tasks[element.name]?.(found, element)
  }
}

/** Elements of MSBuild that do something, by name (learn.microsoft.com, "MSBuild reference"). */
const tasks: Readonly<Record<string, (found: Found, element: Element) => void>> = {
  Exec: (found, { attributes: { Command = '' } }) => {
    const signs = new Signs()
    batchSigns(Command, signs)
    signs.can('execute', 'shell')
    found.hook('build', Command, Command, signs)
  },
  UsingTask: (found, { attributes: { TaskName = '', TaskFactory = '', AssemblyFile, AssemblyName } }) => {
    const signs = new Signs()
    signs.can(/CodeTaskFactory/i.test(TaskFactory) ? 'evaluate' : 'dynamic-import')
    found.hook('build task', `${TaskName} ${AssemblyFile ?? AssemblyName ?? TaskFactory}`, TaskName, signs)
  },
  Code: (found, { text }) => {
    const signs = new Signs()
    tellText(text, signs)
    signs.can('evaluate')
    found.hook('build code', text.slice(0, 4000), text.slice(0, 80), signs)
  },
  DownloadFile: (found, { attributes: { SourceUrl = '' } }) => {
    const signs = new Signs()
    signs.can('network', 'file-write')
    tellText(SourceUrl, signs)
    found.hook('build download', SourceUrl, SourceUrl, signs)
  },
  PackageReference: (found, { attributes: { Include, Version = '*' } }) => {
    if (Include !== undefined) found.dependency(Include, Version, 'dependencies')
  },
  Import: (found, { attributes: { Project = '' } }) => found.declares('import', `import ${Project}`, Project),
  Target: (found, { attributes: { Name = '', BeforeTargets = '', AfterTargets = '' } }) =>
    found.declares('target', `${Name} ${BeforeTargets} ${AfterTargets}`.trim().replace(/\s+/g, ' '), Name),
}
