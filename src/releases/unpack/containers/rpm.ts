import { codecOf, decompress } from '../codecs.ts'
import { type Container, type Out, put } from '../container.ts'
import { readCpio } from '../cpio.ts'
import { Refused } from '../refused.ts'
import { type RpmHeader, readRpmHeader, rpmScripts } from '../rpm/header.ts'
import { partOf, pieces, type Source, startsWith } from '../source.ts'
import { ByteStream } from '../stream.ts'

const leadBytes = 96

/** RPM: a lead, a header of signatures, a header of tags, and a compressed cpio archive. The scripts are tags: `.scripts/postinstall`. */
export const rpm: Container = {
  name: 'rpm',
  title: 'RPM package',
  caseSensitive: true,
  recognise: (source) => (startsWith(source, '\xed\xab\xee\xdb') ? 0.95 : 0),
  unpack: readRpm,
}

async function readRpm(source: Source, out: Out): Promise<void> {
  const signatures = readRpmHeader(source, leadBytes, out.limits.indexBytes)
  const header = readRpmHeader(source, Math.ceil(signatures.end / 8) * 8, out.limits.indexBytes)
  for (const [name, text] of rpmScripts(header)) put(out, `.scripts/${name}`, Buffer.from(text, 'utf8'))
  await payload(header, partOf(source, header.end, source.size - header.end), out)
}

async function payload(header: RpmHeader, content: Source, out: Out): Promise<void> {
  const codec = codecOf(content) ?? (header.text(1125)[0] === 'lzma' ? 'lzma' : undefined)
  const isPlain = startsWith(content, '07070')
  if (codec === undefined && !isPlain) throw new Refused('unsupported', 'the compression of its files is not known')
  const stream = new ByteStream(codec ? decompress(codec, content, out) : pieces(content))
  await readCpio(stream, out)
}
