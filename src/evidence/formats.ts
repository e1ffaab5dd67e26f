import { accountsCsv } from './accounts-csv/index.ts'
import { aws } from './aws/index.ts'
import { awsLog } from './aws-log/index.ts'
import { csafVex } from './csaf-vex/index.ts'
import { cve } from './cve/index.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { dpkg } from './dpkg/index.ts'
import { duo } from './duo/index.ts'
import { duoLog } from './duo-log/index.ts'
import { endoflife } from './endoflife/index.ts'
import { entra } from './entra/index.ts'
import { entraLog } from './entra-log/index.ts'
import { epss } from './epss/index.ts'
import type { Format } from './format.ts'
import { github } from './github/index.ts'
import { githubLog } from './github-log/index.ts'
import { google } from './google/index.ts'
import { googleLog } from './google-log/index.ts'
import { hostsCsv } from './hosts-csv/index.ts'
import { indicatorCsv } from './indicator-csv/index.ts'
import { indicatorText } from './indicator-text/index.ts'
import { inventoryCsv } from './inventory-csv/index.ts'
import { kev } from './kev/index.ts'
import { keycloak } from './keycloak/index.ts'
import { keycloakLog } from './keycloak-log/index.ts'
import { ldap } from './ldap/index.ts'
import { mispWarninglist } from './misp-warninglist/index.ts'
import { okta } from './okta/index.ts'
import { oktaLog } from './okta-log/index.ts'
import { openvex } from './openvex/index.ts'
import { osquery } from './osquery/index.ts'
import { osv } from './osv/index.ts'
import { signInsCsv } from './sign-ins-csv/index.ts'
import { spdx } from './spdx/index.ts'
import { suricata } from './suricata/index.ts'
import { windowsEvents } from './windows-events/index.ts'
import { windowsPrograms } from './windows-programs/index.ts'
import { zeek } from './zeek/index.ts'

/** Every format, in alphabetical order. A new one is a folder and a line here. */
export const formats: readonly Format[] = [
  accountsCsv,
  aws,
  awsLog,
  csafVex,
  cve,
  cyclonedx,
  dpkg,
  duo,
  duoLog,
  endoflife,
  entra,
  entraLog,
  epss,
  github,
  githubLog,
  google,
  googleLog,
  hostsCsv,
  indicatorCsv,
  indicatorText,
  inventoryCsv,
  kev,
  keycloak,
  keycloakLog,
  ldap,
  mispWarninglist,
  okta,
  oktaLog,
  openvex,
  osquery,
  osv,
  signInsCsv,
  spdx,
  suricata,
  windowsEvents,
  windowsPrograms,
  zeek,
]
