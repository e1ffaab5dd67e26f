import { shellUnits } from '../../code/shell/units.ts'
import { longestLine, sourceText } from '../../code/source-text.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'

const shebang = /^#!\s*\S{0,200}\b(?:env\s+(?:-S\s+)?)?(?:sh|bash|zsh|dash|ksh|ash)\b/
const endings = /\.(?:sh|bash|zsh|ksh|ash|command|m4|mk|am|ac|in)$/
const names = new Set([
  'makefile',
  'gnumakefile',
  'configure',
  'configure.ac',
  'rules',
  'preinst',
  'postinst',
  'prerm',
  'postrm',
  'config',
  '.bashrc',
  '.profile',
  '.zshrc',
  '.bash_profile',
  'pkgbuild',
  'apkbuild',
])
/** Scripts of a package manager run by themselves, as do those of macOS installers and of rpm. */
const maintainer =
  /(?:^|[/!])(?:(?:control|DEBIAN|Scripts)\/)?(?:preinst|postinst|prerm|postrm|preinstall|postinstall|pre|post|preun|postun|pretrans|posttrans|triggerscripts?)(?:\.sh)?$/

export const shell: Reader = { name: 'shell', title: 'Shell scripts, maintainer scripts, makefiles and configure fragments', recognise, read }

function recognise({ path, bytes }: FileHead): number {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1')
  if (shebang.test(head)) return 0.9
  if (head.includes('\0')) return 0
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (/\.(?:sh|bash|zsh|ksh|ash|command)$/.test(name)) return 0.9
  if (maintainer.test(path)) return 0.7
  return names.has(name) || endings.test(name) ? 0.6 : 0
}

function read({ path, bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  const hook = maintainer.test(path)
  const units = shellUnits(source, hook ? 'shell.hook' : 'shell.command')
  return {
    reader: 'shell',
    units,
    traits: [
      { name: 'shell.commands', value: units.length },
      { name: 'shell.bytes', value: bytes.length },
      { name: 'shell.longest-line', value: longestLine(source.text) },
      { name: 'shell.runs-by-itself', value: hook },
    ],
    notes: source.notes,
  }
}
