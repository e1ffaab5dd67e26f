/** One section of a jar manifest (JAR file specification): its attributes, and its bytes as they are digested. */
export interface Section {
  /** `Name`; the main section has none. */
  readonly name?: string
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
}

export interface Manifest {
  readonly main: Section
  /** By name; of two of a name the bytes are joined, as the specification digests them. */
  readonly sections: ReadonlyMap<string, Section>
}

const mostSections = 200_000

export function readManifest(bytes: Uint8Array): Manifest {
  const sections = new Map<string, Section>()
  let main: Section | undefined
  for (const part of split(bytes)) {
    const section = readSection(part)
    main ??= section
    if (section === main || section.name === undefined || sections.size >= mostSections) continue
    const before = sections.get(section.name)
    sections.set(section.name, before ? { ...section, bytes: Buffer.concat([before.bytes, section.bytes]) } : section)
  }
  return { main: main ?? { attributes: new Map(), bytes: new Uint8Array() }, sections }
}

/** Parts that end after an empty line, which belongs to them. */
function* split(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0
  let line = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    const carriageReturn = byte === 13
    if (byte !== 10 && !carriageReturn) continue
    const empty = at === line
    if (carriageReturn && bytes[at + 1] === 10) at++
    line = at + 1
    if (!empty) continue
    yield bytes.subarray(start, line)
    start = line
  }
  if (start < bytes.length) yield bytes.subarray(start)
}

function readSection(bytes: Uint8Array): Section {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r\n|\n|\r/)
  const whole: string[] = []
  for (const line of lines) {
    const last = whole.at(-1)
    if (line.startsWith(' ') && last !== undefined) whole[whole.length - 1] = last + line.slice(1)
    else whole.push(line)
  }
  const attributes = new Map<string, string>()
  for (const line of whole) {
    const colon = line.indexOf(': ')
    if (colon > 0) attributes.set(line.slice(0, colon).toLowerCase(), Buffer.from(line.slice(colon + 2), 'latin1').toString('utf8'))
  }
  const name = attributes.get('name')
  return { ...(name !== undefined && { name }), attributes, bytes }
}

const hashes: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha: 'sha1',
  sha1: 'sha1',
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
}

/** Digests that a section states under `…-Digest` and an ending: Node's name of the hash and base64. */
export function digestsOf({ attributes }: Section, ending = '-digest'): { hash: string; value: string }[] {
  return [...attributes].flatMap(([name, value]) => {
    const hash = name.endsWith(ending) ? hashes[name.slice(0, -ending.length)] : undefined
    return hash === undefined ? [] : [{ hash, value: value.trim() }]
  })
}
