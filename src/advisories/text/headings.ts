const major = /\bindicators?\b|\biocs?\b|\bobservables\b|\bappendi(?:x|ces)\b/i
const otherSubject =
  /\b(?:conclusions?|references|about|contributors?|mitre|att&ck|tactics|acknowledg\w+|recommendations?|mitigations?|contact|summary|introduction|overview|timeline|remediation|detections?)\b/i

/** Headings above the text that is read, where levels are not marked: the last one, and below “Indicators …” that one, too. */
export class Headings {
  #major: string | undefined
  #last: string | undefined

  enter(heading: string): void {
    const text = heading.trim()
    if (major.test(text)) this.#major = text
    else if (otherSubject.test(text)) this.#major = undefined
    this.#last = text
  }

  get section(): readonly string[] {
    return [...new Set([this.#major, this.#last])].filter((text) => text !== undefined)
  }
}

/** Headings with their levels, as markup gives them. */
export class Outline {
  readonly #open: { readonly level: number; readonly text: string }[] = []

  enter(level: number, text: string): void {
    while ((this.#open.at(-1)?.level ?? 0) >= level) this.#open.pop()
    this.#open.push({ level, text: text.trim() })
  }

  get section(): readonly string[] {
    return this.#open.map(({ text }) => text)
  }
}
