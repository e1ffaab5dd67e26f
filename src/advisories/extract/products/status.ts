export type Status = 'affected' | 'fixed' | 'unaffected'

const words: readonly { readonly status: Status; readonly pattern: RegExp }[] = [
  {
    status: 'unaffected',
    pattern:
      /\bnicht (?:betroffen|verwundbar)|\bnon (?:affectée?s?|vulnérables?)|\bno (?:afectad[oa]s?|vulnerables?)|\b(?:not|never|n't|no longer)(?: been| be| believed to be| known to be| considered)? (?:affected|vulnerable|impacted|compromised|malicious|infected)|\bunaffected|\bnot (?:affect|impact)|\b(?:are|is|remain|considered) safe\b|\b(?:known[- ]good|clean|legitimate|benign|last safe) (?:versions?|releases?|builds?)/gi,
  },
  {
    status: 'fixed',
    pattern:
      /\b(?:behoben|korrigiert|corrigée?s?|corregid[oa]s?|solucionad[oa]s?)\b|\b(?:fixed|patched|resolved|remediated|corrected|addressed|mitigated)(?: (?:in|with|by|as of|from|since))?\b|\b(?:fix|patch|solution|remediation|update)(?:ed)? (?:is |was |are )?(?:available|released|included|shipped|versions?|in)\b|\b(?:upgrad\w+|updat(?:e|es|ed|ing)|migrat\w+|mov(?:e|ing)|downgrad\w+|roll(?:ed|ing)? ?back|revert\w*|install\w*|pin\w*)\b[^.;,]{0,60}?\bto\b|\bfixes\b|\bpatches\b|\b(?:removed|replaced) (?:in|by|with)\b(?! (?:an? |the )?(?:attackers?|adversar\w+|malicious|hackers?|trojan\w*|intruders?))|\bpin(?:ned)?\b|\bfirst (?:fixed|patched|safe)\b|\b(?:has |have )?released (?:a |an )?(?:security )?(?:fix|patch|update|hotfix)[^.;]{0,40}/gi,
  },
  {
    status: 'affected',
    pattern:
      /\b(?:betroffen\w*|manipulier\w+|verwundbar\w*|affectée?s?|vulnérables?|afectad[oa]s?|comprometid[oa]s?|affect(?:s|ed|ing)?|vulnerab\w+|susceptible|compromis\w+|trojani[sz]ed|trojan|malicious|backdoor(?:ed|s)?|impact(?:s|ed|ing)?|infected|exploit\w*|tampered|poisoned|weaponi[sz]ed|exposed|contaminated|hijacked|malware|flaw|attack(?:ed|s|ers?)?|unauthorized|unauthorised|allows?|overflow|injection|bypass)\b/gi,
  },
]

/**
 * What is said of the versions in a span of a sentence: the nearest words before it, else the nearest behind it; between semicolons first, for
 * `1.2 is affected; 1.3 is not affected` says two things.
 */
export function statusOf(sentence: string, start: number, end: number): Status | undefined {
  const [before, behind] = [sentence.slice(0, start), sentence.slice(end)]
  const [own, rest] = [before.slice(before.lastIndexOf(';') + 1), behind.split(';', 1)[0] ?? '']
  return nearest(own, 'last') ?? nearest(rest, 'first') ?? nearest(before, 'last') ?? nearest(behind, 'first')
}

function nearest(text: string, which: 'first' | 'last'): Status | undefined {
  let best: { status: Status; at: number } | undefined
  for (const { status, pattern } of words) {
    for (const match of text.matchAll(pattern)) {
      const at = which === 'last' ? match.index + match[0].length : -match.index
      // The longer reading stands first in the list: `not affected` over `affected`.
      if (best === undefined || at > best.at) best = { status, at }
    }
  }
  return best?.status
}
