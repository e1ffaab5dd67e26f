import { endpointSources } from './endpoint.ts'
import { networkSources } from './network.ts'
import { recordSources } from './records.ts'
import type { PatternSource } from './source.ts'

export const patternSources: readonly PatternSource[] = [...networkSources, ...endpointSources, ...recordSources]

const needs: Readonly<Record<string, string>> = {
  process: 'events of processes on hosts (Sysmon, osquery)',
  'windows-registry-key': 'events of the registry on hosts (Sysmon, osquery)',
  'user-account': 'sign-ins, or events on hosts that name accounts',
  mutex: 'named objects on hosts (osquery winbaseobj)',
  directory: 'events of files on hosts (Sysmon, osquery)',
  'email-message': 'e-mail seen on the wire (Zeek smtp.log, Suricata smtp)',
  'email-addr': 'e-mail seen on the wire (Zeek smtp.log, Suricata smtp)',
  file: 'files with the properties that it names: seen on the wire (Zeek files.log, Suricata fileinfo) or on hosts (Sysmon, osquery)',
  software: 'an inventory of software',
  'x509-certificate': 'certificates (Zeek x509.log)',
  url: 'HTTP requests with their paths',
}

/** The evidence that objects of a type come from. */
export function neededFor(type: string): string {
  return (
    needs[type] ??
    (patternSources.some(({ types }) => types.includes(type))
      ? 'logs of a network sensor (Zeek, Suricata)'
      : `evidence with objects of type ${type.slice(0, 60)}`)
  )
}
