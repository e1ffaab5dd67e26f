import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One release of the registry, named so exactly that a changed byte is refused. */
export interface Pin {
  readonly name: string
  readonly version: string
  /** Subresource Integrity: `sha512-` and Base64. */
  readonly integrity: string
}

/** Where fetched tarballs stay between runs. */
export function corpusFolder(): string {
  const folder = process.env.GATEHOUSE_CACHE ?? join(tmpdir(), 'gatehouse-corpus')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The path of a tarball in the cache, whether it is there or not. */
export function pinnedPath({ integrity }: Pin): string {
  const hex = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex')
  return join(corpusFolder(), `${hex.slice(0, 40)}.tgz`)
}

/** True when the bytes have the pinned hash. */
function hasIntegrity(bytes: Uint8Array, integrity: string): boolean {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity
}

/**
 * Fetches what the cache lacks with the npm client, so that the user's registry, proxy and credentials hold, one
 * process for each package. Resolves to the pins that could not be had, with why; without a network that is all of them.
 */
export async function fetchPins(pins: readonly Pin[], most = 3): Promise<ReadonlyMap<Pin, string>> {
  const failed = new Map<Pin, string>()
  const missing = [...new Map(pins.map((pin) => [pin.integrity, pin])).values()].filter((pin) => !existsSync(pinnedPath(pin)))
  const queue = [...Map.groupBy(missing, ({ name }) => name).values()]
  const work = Array.from({ length: Math.min(most, queue.length) }, async () => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      for (const [pin, why] of await fetchPackage(group)) failed.set(pin, why)
    }
  })
  await Promise.all(work)
  return failed
}

async function fetchPackage(pins: readonly Pin[]): Promise<ReadonlyMap<Pin, string>> {
  const folder = mkdtempSync(join(corpusFolder(), 'fetch-'))
  try {
    const complaint = await npmPack(pins, folder)
    const failed = new Map<Pin, string>()
    for (const pin of pins) {
      const why = keep(pin, folder, complaint)
      if (why !== undefined) failed.set(pin, why)
    }
    return failed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Moves a fetched tarball to its place; why not, when it cannot. */
function keep(pin: Pin, folder: string, complaint: string): string | undefined {
  const packed = join(folder, `${pin.name.replace(/^@/, '').replace('/', '-')}-${pin.version}.tgz`)
  if (!existsSync(packed)) return complaint
  if (!hasIntegrity(readFileSync(packed), pin.integrity)) return 'the registry gave bytes with another hash than the pinned one'
  renameSync(packed, pinnedPath(pin))
  return undefined
}

function npmPack(pins: readonly Pin[], folder: string): Promise<string> {
  const specifiers = pins.map(({ name, version }) => `${name}@${version}`)
  const settings = ['--ignore-scripts', '--prefer-offline', '--silent', '--fetch-retries=1', '--fetch-timeout=60000', `--pack-destination=${folder}`]
  return new Promise((done) => {
    const child = spawn('npm', ['pack', ...specifiers, ...settings], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
      shell: process.platform === 'win32',
    })
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => {
      complaint = `${complaint}${data.toString()}`.slice(-500)
    })
    child.on('error', (error) => done(error.message))
    child.on('close', (code) => done(`npm pack ended with ${code}: ${complaint.trim()}`))
  })
}
