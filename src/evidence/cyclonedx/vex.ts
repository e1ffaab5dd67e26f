import { percentDecoded } from '../../base/percent.ts'
import type { Row } from '../../model/tables.ts'
import { hashesIn } from '../handles.ts'
import { elements, members, textOf } from '../json-text.ts'
import { recordTime, textsOf } from '../knowledge.ts'
import { type Component, productOf } from './bom.ts'

type Members = Readonly<Record<string, unknown>>

/** States of an analysis in the words of OpenVEX: https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_state */
const states: Readonly<Record<string, string>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
}

/** https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_justification; those that have no word there stay as they are. */
const justifications: Readonly<Record<string, string>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  requires_dependency: 'component_not_present',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
}

const noRepair = ['will_not_fix', 'can_not_fix']
/** Further vulnerabilities of a document are left out. */
export const mostStatements = 100_000

/**
 * What `vulnerabilities` says of components: only where somebody has analysed them; a scanner's bare finding is no statement. What is said of a part of an application
 * is said of the application: elsewhere the same part may well be affected.
 */
export function* statementsOf(document: Members, subject: Component | undefined, components: Iterable<Component>): Generator<Row<'vex_statement'>> {
  const list = elements(document.vulnerabilities).slice(0, mostStatements)
  if (list.length === 0) return
  const byRef = new Map([...components, ...(subject ? [subject] : [])].filter(({ ref }) => ref !== '').map((one) => [one.ref, one]))
  const application = subject && applications.includes(subject.type) ? subject : undefined
  for (const [index, entry] of list.entries()) {
    const found = members(entry) ?? {}
    const analysis = members(found.analysis) ?? {}
    const status = states[textOf(analysis.state).toLowerCase()]
    if (status === undefined || textOf(found.id) === '') continue
    const about = { ...statementOf(document, found, analysis, index + 1), status }
    for (const affected of elements(found.affects)) yield* affectedRows(members(affected) ?? {}, about, byRef, application)
  }
}

const applications = ['application', 'firmware', 'framework', 'library', 'platform']

type About = ReturnType<typeof statementOf> & { readonly status: string }

function* affectedRows(affected: Members, about: About, byRef: ReadonlyMap<string, Component>, application: Component | undefined) {
  const ref = textOf(affected.ref)
  const part = byRef.get(ref) ?? byRef.get(decodedLink(ref))
  if (application && part && part !== application) {
    yield { ...about, ...identityOf(application), component: part.purl || part.name }
    return
  }
  const identity = part ? identityOf(part) : identityOfRef(ref)
  for (const { version, own } of versionsOf(affected)) {
    yield { ...about, ...identity, component: '', version: version || identity.version, status: own ?? about.status }
  }
}

function statementOf(document: Members, found: Members, analysis: Members, line: number) {
  const id = textOf(found.id)
  const metadata = members(document.metadata) ?? {}
  const justification = textOf(analysis.justification).toLowerCase()
  const author = members(metadata.supplier)?.name ?? members(metadata.manufacturer)?.name ?? members(elements(metadata.authors)[0])?.name
  return {
    line,
    vulnerability: /^cve-/i.test(id) ? id.toUpperCase() : id,
    aliases: textsOf(elements(found.references).map((one) => members(one)?.id)),
    justification: justifications[justification] ?? justification,
    statement: textOf(analysis.detail) || textOf(found.recommendation),
    no_fix: textsOf(analysis.response).some((word) => noRepair.includes(word.toLowerCase())) ? true : null,
    author: textOf(author),
    made_at: recordTime(analysis.lastUpdated) ?? recordTime(analysis.firstIssued) ?? recordTime(found.updated) ?? recordTime(metadata.timestamp),
    document: textOf(document.serialNumber),
  }
}

/** Versions that are named singly, each with its own status where it has one; otherwise that of the component. */
function versionsOf(affected: Members): readonly { readonly version: string; readonly own: string | undefined }[] {
  const named = elements(affected.versions).flatMap((entry) => {
    const one = members(entry) ?? {}
    const version = textOf(one.version) || textOf(one.range)
    const status = textOf(one.status).toLowerCase()
    return version === '' ? [] : [{ version, own: status === 'unaffected' ? 'not_affected' : status === 'unknown' ? 'under_investigation' : undefined }]
  })
  return named.length > 0 ? named : [{ version: '', own: undefined }]
}

function identityOf(component: Component) {
  const { vendor, version, purl, cpe, hashes } = component
  return { product: purl === '' ? productOf(component) : '', vendor, version, purl, cpe, hashes: hashesIn(hashes) }
}

/** A reference into another document (`urn:cdx:…#pkg:npm/name@1`) often is a package URL itself; one that is none names nothing that is known here. */
function identityOfRef(ref: string) {
  const text = decodedLink(ref)
  return { product: '', vendor: '', version: '', purl: text.startsWith('pkg:') ? text : '', cpe: '', hashes: [] as readonly string[] }
}

/** What a BOM link refers to: https://cyclonedx.org/capabilities/bomlink/ */
function decodedLink(ref: string): string {
  const target = /^urn:cdx:[^#]{1,200}#(.+)$/.exec(ref)?.[1]
  return target === undefined ? ref : percentDecoded(target)
}
