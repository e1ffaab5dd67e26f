import type { AdvisoryFormat } from './format.ts'
import { csaf } from './formats/csaf/index.ts'
import { csv } from './formats/csv/index.ts'
import { email } from './formats/email/index.ts'
import { html } from './formats/html/index.ts'
import { markdown } from './formats/markdown/index.ts'
import { misp } from './formats/misp/index.ts'
import { openioc } from './formats/openioc/index.ts'
import { osv } from './formats/osv/index.ts'
import { pdf } from './formats/pdf/index.ts'
import { plainText } from './formats/plain-text/index.ts'
import { sigma } from './formats/sigma/index.ts'
import { stix } from './formats/stix/index.ts'
import { suricata } from './formats/suricata/index.ts'
import { yara } from './formats/yara/index.ts'

/** Every format of advisories, in alphabetical order. A new one is a folder and a line here. */
export const formats: readonly AdvisoryFormat[] = [csaf, csv, email, html, markdown, misp, openioc, osv, pdf, plainText, sigma, stix, suricata, yara]
