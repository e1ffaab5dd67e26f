export type Status = 'affected' | 'fixed' | 'unaffected'

interface Wording {
  readonly status: Status
  readonly pattern: RegExp
  /** It speaks of what follows only: `1.1 should be updated to 1.2` says nothing of 1.1. */
  readonly ahead?: true
}

const words: readonly Wording[] = [
  { status: 'unaffected', ahead: true, pattern: /\b(?:downgrad\w+|roll(?:ed|ing)? ?back|revert\w*|pin\w*)\b[^.;,]{0,60}?\bto\b|\bpin(?:ned|ning)?\b/gi },
  {
    status: 'fixed',
    ahead: true,
    pattern: /\b(?:upgrad\w+|updat(?:e|es|ed|ing)|migrat\w+|mov(?:e|ing)|install\w*)\b[^.;,]{0,60}?\bto\b/gi,
  },
  {
    status: 'unaffected',
    pattern:
      /\bnicht (?:betroffen|verwundbar)|\bnon (?:affectée?s?|vulnérables?)|\bno (?:afectad[oa]s?|vulnerables?)|\b(?:not|never|n't|no longer)(?: been| be| believed to be| known to be| considered)? (?:affected|vulnerable|impacted|compromised|malicious|infected)|\bunaffected|\bnot (?:affect|impact)|\b(?:are|is|was|were|remain|considered) (?:safe|clean)\b|\b(?:excluding|except(?:ing| for)?|other than|with the exception of)\b|\b(?:known[- ]good|clean|legitimate|benign|last safe) (?:versions?|releases?|builds?)/gi,
  },
  {
    status: 'fixed',
    pattern:
      /\b(?:behoben|korrigiert|corrigée?s?|corregid[oa]s?|solucionad[oa]s?)\b|\b(?:fixed|patched|resolved|remediated|corrected|addressed|mitigated)(?: (?:in|with|by|as of|from|since))?\b|\b(?:fix|patch|solution|remediation|update)(?:ed)? (?:is |was |are )?(?:available|released|included|shipped|versions?|in)\b|\bfixes\b|\bpatches\b|\b(?:contains?|includes?|has|brings?) (?:the |a |an )?(?:security )?(?:fix(?:es)?|patch(?:es)?|corrections?)\b|\b(?:vendor|developers?|maintainers?|manufacturer|company)\b[^;:]{0,80}?\b(?:released|issued|shipped|published)\b|\bremoves? (?:the |that |all )?(?:malicious |injected |added )?(?:code|payload|backdoor|malware|dependency)\b|\b(?:removed|replaced) (?:in|by|with)\b(?! (?:an? |the )?(?:attackers?|adversar\w+|malicious|hackers?|trojan\w*|intruders?))|\bfirst (?:fixed|patched|safe)\b|\b(?:has |have )?released (?:a |an )?(?:security )?(?:fix|patch|update|hotfix)\b/gi,
  },
  {
    status: 'affected',
    pattern:
      /\b(?:betroffen\w*|manipulier\w+|verwundbar\w*|affectée?s?|vulnérables?|afectad[oa]s?|comprometid[oa]s?|affect(?:s|ing)?|(?<!\b(?:the|this|that|these|those|an) )affected|affected(?=\s+(?:versions?|releases?|builds?|products?|packages?|software|systems?|branch))|vulnerab\w+|susceptible|compromis\w+|trojani[sz]ed|trojan|malicious|backdoor(?:ed|s)?|impact(?:s|ed|ing)?|infected|exploit\w*|tampered|poisoned|(?:was|were|been) (?:secretly |maliciously )?(?:modified|altered)|weaponi[sz]ed|exposed|contaminated|hijacked|malware|flaw|attack(?:ed|s|ers?)?|unauthorized|unauthorised|allows?|security (?:issue|problem|hole|incident)s?|overflow|injection|bypass)\b/gi,
  },
]

/** A word in parentheses right behind: `1.4 (vulnerable)`. */
const remark = /^\s*\(([^()\d]{3,60})\)/
/** Versions that are the subject of what follows, to the end of the clause: `1.3 is clean but 1.4 was compromised`. */
const asSubject =
  /^\s*(?:,?\s*(?:which|that)\s+)?(?:is|are|was|were|has|have|had|contain(?:s|ed)?|removes?|fix(?:es)?|remains?)\b[^;]*?(?=;|,?\s+but\b|,\s+(?:and|while|whereas)\b|\b\d+\.\d|$)/i
/** Parentheses with a number in them speak of that one: `1.4 (fixed in 1.5)`. */
const aside = /\([^()]*\d[^()]*\)/g

/**
 * What is said of the versions in a span of a sentence: a remark right behind it or a clause of which it is the subject, else the nearest words before it, else the nearest behind it; between
 * semicolons first, for `1.2 is affected; 1.3 is not affected` says two things. What parentheses say of other versions does not count.
 */
export function statusOf(sentence: string, start: number, end: number): Status | undefined {
  const after = sentence.slice(end)
  const direct = nearest(remark.exec(after)?.[1] ?? '', 'first') ?? nearest(asSubject.exec(after)?.[0] ?? '', 'first')
  if (direct !== undefined) return direct
  const [before, behind] = [sentence.slice(0, start).replaceAll(aside, ' '), behindOf(after)]
  const [own, rest] = [before.slice(before.lastIndexOf(';') + 1), behind.split(';', 1)[0] ?? '']
  return (
    nearest(withoutRemarks(own), 'last') ??
    nearest(rest, 'first') ??
    nearest(withoutRemarks(before), 'last') ??
    nearest(behind, 'first') ??
    nearest(after, 'first')
  )
}

/** What follows, without parentheses about other versions; those that the span itself is in end first. */
function behindOf(after: string): string {
  const [opening, closing] = [after.indexOf('('), after.indexOf(')')]
  const from = closing >= 0 && (opening < 0 || closing < opening) ? closing + 1 : 0
  return after.slice(0, from) + after.slice(from).replaceAll(aside, ' ')
}

/** A remark belongs to the versions that it follows: `1.4 (vulnerable) and 1.5`. */
function withoutRemarks(text: string): string {
  return text.replaceAll(/(?<=\d\w*\s*)\([^()\d]{3,60}\)/g, ' ')
}

/** `was fixed in 1.5` speaks of 1.5, not of what stands before it. */
const otherVersion = /^\s*(?:(?:the|at least|versions?|releases?|builds?|v)\s*){0,3}v?\d/i

function nearest(text: string, which: 'first' | 'last'): Status | undefined {
  let best: { status: Status; at: number } | undefined
  for (const { status, pattern, ahead } of words) {
    if (ahead && which === 'first') continue
    for (const match of text.matchAll(pattern)) {
      if (which === 'first' && status === 'fixed' && otherVersion.test(text.slice(match.index + match[0].length))) continue
      const at = which === 'last' ? match.index + match[0].length : -match.index
      // The longer reading stands first in the list: `not affected` over `affected`.
      if (best === undefined || at > best.at) best = { status, at }
    }
  }
  return best?.status
}

const headings: readonly { readonly status: Status; readonly pattern: RegExp }[] = [
  { status: 'unaffected', pattern: /\b(?:unaffected|not (?:affected|vulnerable|impacted)|safe versions?|known[- ]good)\b/i },
  {
    status: 'fixed',
    pattern:
      /\b(?:fix(?:ed|es)?|patched|patch (?:availability|versions?|releases?)|solutions?|remediations?|mitigations?|resolved|updated versions?|upgrades?)\b/i,
  },
  {
    status: 'affected',
    pattern: /\b(?:affect(?:ed|s)?|vulnerable|impact(?:ed|s)?|compromised|malicious|hijacked|trojani[sz]ed|backdoored|poisoned|infected)\b/i,
  },
]

const ofVersions = /\b(?:versions?|releases?|products?|packages?|software)\b/i

/**
 * What the headings above say of versions: the innermost that says something; “either” when it speaks of what is affected and of what repairs it. The title is
 * about the whole, not about what stands below it.
 */
export function statusOfSection(section: readonly string[], title: string): Status | 'either' | undefined {
  for (const heading of section.toReversed()) {
    if (heading === title && !ofVersions.test(heading)) continue
    const said = headings.filter(({ pattern }) => pattern.test(heading)).map(({ status }) => status)
    if (said[0] === 'unaffected') return 'unaffected'
    if (said.length > 0) return said.length > 1 ? 'either' : said[0]
  }
  return undefined
}
