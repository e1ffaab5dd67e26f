import { awsLog } from './aws-log/index.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { dpkg } from './dpkg/index.ts'
import { duoLog } from './duo-log/index.ts'
import { endoflife } from './endoflife/index.ts'
import { entraLog } from './entra-log/index.ts'
import { epss } from './epss/index.ts'
import type { Format } from './format.ts'
import { githubLog } from './github-log/index.ts'
import { googleLog } from './google-log/index.ts'
import { hostsCsv } from './hosts-csv/index.ts'
import { indicatorCsv } from './indicator-csv/index.ts'
import { indicatorText } from './indicator-text/index.ts'
import { inventoryCsv } from './inventory-csv/index.ts'
import { kev } from './kev/index.ts'
import { keycloakLog } from './keycloak-log/index.ts'
import { mispWarninglist } from './misp-warninglist/index.ts'
import { oktaLog } from './okta-log/index.ts'
import { osquery } from './osquery/index.ts'
import { osv } from './osv/index.ts'
import { spdx } from './spdx/index.ts'
import { suricata } from './suricata/index.ts'
import { windowsEvents } from './windows-events/index.ts'
import { windowsPrograms } from './windows-programs/index.ts'
import { zeek } from './zeek/index.ts'

/** Every format, in alphabetical order. A new one is a folder and a line here. */
export const formats: readonly Format[] = [
  awsLog,
  cyclonedx,
  dpkg,
  duoLog,
  endoflife,
  entraLog,
  epss,
  githubLog,
  googleLog,
  hostsCsv,
  indicatorCsv,
  indicatorText,
  inventoryCsv,
  kev,
  keycloakLog,
  mispWarninglist,
  oktaLog,
  osquery,
  osv,
  spdx,
  suricata,
  windowsEvents,
  windowsPrograms,
  zeek,
]
