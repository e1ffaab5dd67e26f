import { type Compound, isCompound, readCompound } from '../../compound/cfb.ts'
import { msiFilePaths } from '../../compound/msi-files.ts'
import { msiName } from '../../compound/msi-names.ts'
import { isMsi, type MsiDatabase, numberOf, readMsi, textOf } from '../../compound/msi-tables.ts'
import { type Container, type MemberOut, type Out, put, putPieces } from '../container.ts'
import type { Source } from '../source.ts'

/** The files of an MSI under the paths they are installed to; its other streams under `.streams/`; its scripts under `.scripts/`. */
export const msi: Container = {
  name: 'msi',
  title: 'Windows Installer package',
  recognise: (source) => (isCompound(source) && isMsi(readCompound(source)) ? 0.95 : 0),
  unpack: (source, out) => unpackMsi(readMsi(source), out),
}

/** Any other compound file: documents, transforms, caches of icons. */
export const compound: Container = {
  name: 'compound',
  title: 'compound file',
  recognise: (source) => (isCompound(source) ? 0.5 : 0),
  async unpack(source, out) {
    const file = readCompound(source)
    for (const stream of file.streams) await putPieces(out, stream.path.map(streamName).join('/'), file.pieces(stream))
  },
}

/** Scripts in Binary streams (types 5 and 6) and in the action itself (37 and 38): so named that their readers know them. */
const scriptEndings: Readonly<Record<number, string>> = { 5: 'js', 6: 'vbs', 37: 'js', 38: 'vbs' }

async function unpackMsi(database: MsiDatabase, out: Out): Promise<void> {
  const cabinets = database.rows('Media').map((row) => textOf(row, 'Cabinet'))
  const inside = new Set(cabinets.filter((name) => name.startsWith('#')).map((name) => name.slice(1)))
  for (const name of cabinets) {
    if (name !== '' && !name.startsWith('#')) out.refuse(name, 'unsupported', 'files of this installer lie in a cabinet beside it')
  }
  scripts(database, out)
  const endings = binaryEndings(database)
  for (const [name, stream] of database.streams) {
    if (name.startsWith('!') || inside.has(name)) continue
    await putPieces(out, `.streams/${streamName(name)}${endings.get(name) ?? ''}`, database.compound.pieces(stream))
  }
  await nested(database.compound, out)
  const paths = msiFilePaths(database)
  for (const name of inside) await cabinet(name, database, paths, out)
}

/** Transforms and patches lie in storages of their own. */
async function nested(file: Compound, out: Out): Promise<void> {
  for (const stream of file.streams) {
    if (stream.path.length > 1) await putPieces(out, `.storages/${stream.path.map(streamName).join('/')}`, file.pieces(stream))
  }
}

function scripts(database: MsiDatabase, out: Out): void {
  for (const row of database.rows('CustomAction')) {
    const source = (numberOf(row, 'Type') ?? 0) & 0x3f
    const ending = scriptEndings[source]
    if (ending && source > 32) put(out, `.scripts/${textOf(row, 'Action')}.${ending}`, Buffer.from(textOf(row, 'Target'), 'utf8'))
  }
}

function binaryEndings(database: MsiDatabase): Map<string, string> {
  const endings = new Map<string, string>()
  for (const row of database.rows('CustomAction')) {
    const ending = scriptEndings[(numberOf(row, 'Type') ?? 0) & 0x3f]
    if (ending) endings.set(`Binary.${textOf(row, 'Source')}`, `.${ending}`)
  }
  return endings
}

async function cabinet(name: string, database: MsiDatabase, paths: ReadonlyMap<string, string>, out: Out): Promise<void> {
  const stream = database.streams.get(name)
  if (stream === undefined) return out.refuse(name, 'damaged', 'the cabinet is not there')
  const content = await out.spool((write) => {
    for (const piece of database.compound.pieces(stream)) write(piece)
  })
  const { openWithSevenZip } = await import('../seven-zip/open.ts')
  await openWithSevenZip(content, renaming(out, paths), { type: 'cab' })
}

/** Members of the cabinet are called by their ids. */
function renaming(out: Out, paths: ReadonlyMap<string, string>): Out {
  const named = (id: string): string => (id === '' ? '' : (paths.get(id) ?? `.unnamed/${id}`))
  return {
    limits: out.limits,
    begin: (id, facts): MemberOut => out.begin(named(id), facts),
    refuse: (id, code, says) => out.refuse(named(id), code, says),
    spool: (fill) => out.spool(fill),
    recognises: (source: Source, path) => out.recognises(source, path),
  }
}

/** Control characters begin the names of some streams: `\x05SummaryInformation`. */
function streamName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are taken out
  return msiName(name).replace(/[\u0000-\u001f]/g, '')
}
