import type { Pattern } from '../../advisory.ts'
import { cvesIn } from '../../extract/cves.ts'
import type { AdvisoryFormat, Reading } from '../../format.ts'
import { ruleDrafts } from './rule-drafts.ts'
import { rulesIn } from './rules.ts'

export const suricata: AdvisoryFormat = {
  name: 'suricata',
  title: 'Suricata and Snort rules',
  origin: 'Rule files of advisories and rule sets (.rules). Addresses, names, paths and fingerprints are taken as indicators; the rule is kept word for word.',
  recognise: (document) => {
    const lines = document
      .head()
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
    const rules = lines.filter((line) => ruleLike.test(line))
    return rules.length > 0 && rules.length >= lines.length * 0.6 ? 0.95 : 0
  },
  read: (document): Reading => {
    const { rules, notes } = rulesIn(document.text())
    return {
      title: rules[0] ? `Network rules: ${rules[0].message}` : undefined,
      indicators: rules.flatMap(ruleDrafts),
      cves: rules.flatMap((rule) =>
        cvesIn(rule.text.replaceAll(/reference:\s*cve,\s*(?:CVE-)?/gi, 'CVE-')).map((cve) => ({
          id: cve.value,
          place: { line: rule.line },
          sentence: rule.message,
        })),
      ),
      patterns: rules.map((rule): Pattern => ({ id: rule.sid, language: 'suricata', text: rule.text, name: rule.message, place: { line: rule.line } })),
      references: rules.flatMap((rule) =>
        rule.options
          .filter(({ name, value }) => name === 'reference' && /^url,/.test(value))
          .map(({ value }) => ({ url: value.slice(4).trim(), text: rule.message })),
      ),
      notes,
    }
  },
}

const ruleLike = /^\s*(?:alert|drop|reject|rejectsrc|rejectdst|rejectboth|pass|log|block)\s+\S+\s+.{1,4000}?(?:->|<>|<-)\s*.{1,2000}?\(.{3,}\)\s*$/
