import { basePair } from '../bases.ts'
import type { PackageFiles } from '../package-files.ts'

export interface PythonPair {
  readonly old: PackageFiles
  readonly new: PackageFiles
  readonly kind: 'real' | 'made-up'
}

/**
 * A Python package in two releases: gyp, whose sources lie inside node-gyp, taken out as the package that its makers
 * publish. Modules of a made-up kind where the registry cannot be reached.
 */
export async function pythonPair(): Promise<PythonPair> {
  const { old, new: next, kind } = await basePair('node-gyp')
  return { old: gyp(old, '0.20.0'), new: gyp(next, '0.20.2'), kind }
}

/** Tests, and the largest modules: a package of a usual size is left. */
const leftOut = /_test|^gyp\/generator\/|xcode/

function gyp(files: PackageFiles, version: string): PackageFiles {
  const package_: PackageFiles = new Map()
  for (const [path, content] of files) {
    const inside = /^gyp\/pylib\/(.*\.py)$/.exec(path)?.[1]
    if (inside !== undefined && !leftOut.test(inside)) package_.set(inside, content)
  }
  if (package_.size === 0) for (const [path, text] of Object.entries(madeUp(version))) package_.set(path, Buffer.from(text))
  package_.set(
    'pyproject.toml',
    Buffer.from(
      `[build-system]\nrequires = ["setuptools>=61.0"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "gyp-next"\nversion = "${version}"\nrequires-python = ">=3.8"\ndependencies = ["packaging>=24.0"]\n`,
    ),
  )
  return package_
}

function madeUp(version: string): Readonly<Record<string, string>> {
  const module = (name: string) =>
    `import json\nimport os\n\n\ndef load_${name}(path, default=None):\n    if not os.path.exists(path):\n        return default\n    with open(path) as handle:\n        return json.load(handle)\n\n\ndef merge_${name}(left, right):\n    result = dict(left)\n    for key, value in right.items():\n        result[key] = value if key not in result else result[key]\n    return result\n`
  return {
    'gyp/__init__.py': `from gyp import common, input\n\n__version__ = "${version}"\n`,
    'gyp/common.py': module('common') + (version === '0.20.2' ? '\n\ndef count_common(values):\n    return len([value for value in values if value])\n' : ''),
    'gyp/input.py': module('input'),
  }
}

/** The files of a wheel: the modules and the dist-info folder. */
export function wheelFiles(files: PackageFiles, version: string): PackageFiles {
  const info = `gyp_next-${version}.dist-info`
  const inside = [...files].filter(([path]) => path !== 'pyproject.toml' && path !== 'setup.py')
  const wheel: PackageFiles = new Map(inside)
  wheel.set(`${info}/METADATA`, Buffer.from(`Metadata-Version: 2.1\nName: gyp-next\nVersion: ${version}\nRequires-Dist: packaging>=24.0\n`))
  wheel.set(`${info}/WHEEL`, Buffer.from('Wheel-Version: 1.0\nGenerator: setuptools\nRoot-Is-Purelib: true\nTag: py3-none-any\n'))
  wheel.set(`${info}/RECORD`, Buffer.from(`${[...wheel.keys()].map((path) => `${path},,`).join('\n')}\n`))
  return wheel
}

/** Puts code before, after, or inside a module: after its imports. */
export function withPython(files: PackageFiles, path: string, code: string, at: 'start' | 'end' | 'inside'): PackageFiles {
  const before = files.get(path)?.toString()
  if (before === undefined) throw new Error(`there is no ${path}`)
  const lines = before.split('\n')
  const place = lines.findIndex((line, index) => index > lines.length / 2 && /^(?:def|class) /.test(line))
  const inside = place < 0 ? lines.length : place
  const text =
    at === 'start' ? `${code}\n${before}` : at === 'end' ? `${before}\n${code}\n` : [...lines.slice(0, inside), code, '', ...lines.slice(inside)].join('\n')
  return new Map(files).set(path, Buffer.from(text))
}
