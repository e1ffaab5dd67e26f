import { plural } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { hashesIn } from '../handles.ts'
import { hostOfPath } from '../host-of-path.ts'
import { readDate } from '../install-date.ts'
import { elements, jsonStart, members, parseJson, textOf } from '../json-text.ts'

export const spdx: Format = {
  name: 'spdx',
  title: 'SPDX 2 bill of materials, JSON',
  origin: "Written by Syft, Trivy, Microsoft's sbom-tool, GitHub (Insights → Dependency graph → Export SBOM) and many build tools.",
  fills: ['installation'],
  recognise,
  read: (source, notes) => batched('installation', rows(source, notes)),
}

type Members = Readonly<Record<string, unknown>>

function recognise(head: Head): number {
  const start = documentIn(jsonStart(head))
  if (/^SPDX-2\./.test(textOf(start.spdxVersion))) return 1
  if (textOf(start.SPDXID) === 'SPDXRef-DOCUMENT') return 0.9
  // Some write files and packages before the version, which a large document pushes out of sight.
  const first = members(elements(start.packages)[0]) ?? members(elements(start.files)[0])
  return textOf(first?.SPDXID).startsWith('SPDXRef-') ? 0.8 : 0
}

/** GitHub's interface wraps the document in `sbom`. */
function documentIn(value: unknown): Members {
  const outer = members(value) ?? {}
  return members(outer.sbom) ?? outer
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'installation'>> {
  const { value, problem } = parseJson(await source.text())
  if (problem) notes.skip(problem.line, problem.why)
  const document = documentIn(value)
  const created = readDate(textOf(members(document.creationInfo)?.created))
  if (created === null) notes.say('It does not say when it was made: the day the file was last changed stands for it.')
  const packages = elements(document.packages)
  if (packages.length === 0) return notes.say('It lists no packages.')
  const host = hostOfPath(source, notes)
  let files = 0
  for (const [index, entry] of packages.entries()) {
    const line = index + 1
    const found = members(entry) ?? {}
    const product = textOf(found.name)
    if (product === '') notes.skip(line, 'a package without a name')
    else if (['FILE', 'SOURCE'].includes(textOf(found.primaryPackagePurpose))) files += 1
    else {
      yield {
        line,
        host,
        product,
        vendor: vendorOf(found),
        version: given(found.versionInfo),
        purl: referenceOf(found, 'purl'),
        cpe: referenceOf(found, 'cpe23type') || referenceOf(found, 'cpe22type'),
        hashes: hashesIn(elements(found.checksums).map((checksum) => textOf(members(checksum)?.checksumValue))),
        installed_at: null,
        seen_at: created ?? source.modified,
        basis: 'inventory',
      }
    }
  }
  if (files > 0) notes.say(`Left out, since they are single files or sources: ${plural(files, 'package')}.`)
}

/** SPDX writes NOASSERTION and NONE for what it does not know. */
function given(value: unknown): string {
  const text = textOf(value)
  return text === 'NOASSERTION' || text === 'NONE' ? '' : text
}

/** `Organization: Acme Ltd (security@acme.example)` → `Acme Ltd`; the supplier, else who made it. */
function vendorOf(found: Members): string {
  const text = given(found.supplier) || given(found.originator)
  return text.replace(/^(Organization|Person|Tool):\s*/i, '').replace(/\s*\([^()]*\)$/, '')
}

/** Types of references are plain words in SPDX 2.3, and addresses that end with them in older documents. */
function referenceOf(found: Members, type: string): string {
  const reference = elements(found.externalRefs)
    .map(members)
    .find((one) => textOf(one?.referenceType).toLowerCase().endsWith(type))
  return textOf(reference?.referenceLocator)
}
