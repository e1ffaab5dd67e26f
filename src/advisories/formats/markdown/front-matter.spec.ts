import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'
import { frontMatter } from './front-matter.ts'

const matter = `---
layout: post
title:  "Relay: Trouble"
date:   2026-05-14 20:35:00 +0000
cves: [CVE-2026-8451, 'CVE-2026-13474']
releases: ["All releases prior to 1.11.0", "1.12.0 to 1.12.4"]
image: cover.png
description: |-
  Relay Agent 1.47 and earlier does not check permissions.
  It is severe.

  Relay Agent 1.48 does.
aliases:
    - /blog/2026/relay
---`

describe('front matter', () => {
  it('gives its values as text, without quotation marks, below the names of their fields', () => {
    const { blocks, lines } = frontMatter(`${matter}\n\n# Report`.split('\n'))
    expect(lines).toBe(15)
    expect(blocks.map(({ section, text, take, marks }) => [section[0], text, take, marks[0]?.line])).toEqual([
      ['layout', 'post', 'facts', 2],
      ['title', 'Relay: Trouble', 'all', 3],
      ['date', '2026-05-14 20:35:00 +0000', 'all', 4],
      ['cves', 'CVE-2026-8451', 'facts', 5],
      ['cves', 'CVE-2026-13474', 'facts', 5],
      ['releases', 'All releases prior to 1.11.0', 'all', 6],
      ['releases', '1.12.0 to 1.12.4', 'all', 6],
      ['image', 'cover.png', 'facts', 7],
      ['description', 'Relay Agent 1.47 and earlier does not check permissions.\nIt is severe.', 'all', 9],
      ['description', 'Relay Agent 1.48 does.', 'all', 12],
      ['aliases', '/blog/2026/relay', 'facts', 14],
    ])
  })

  it('is none without an end, or where a rule stands first', () => {
    expect(frontMatter(['---', 'title: x']).lines).toBe(0)
    expect(frontMatter(['---', 'Some text.', '---']).lines).toBe(0)
  })

  it('gives the advisory its title, date, CVEs and indicators', async () => {
    const text = matter.replace('severe.', 'severe, and reports to evil[.]invalid.')
    const { title, published, cves, indicators } = await readAdvisory(Buffer.from(`${text}\n\n## Details\n\n- some [words](https://example.com/)\n`))
    expect([title, published]).toEqual(['Relay: Trouble', '2026-05-14T20:35:00Z'])
    expect(cves.map(({ id }) => id)).toEqual(['CVE-2026-8451', 'CVE-2026-13474'])
    expect(indicators.map(({ value }) => value)).toEqual(['evil.invalid'])
  })

  it('says when in more fields than one', async () => {
    for (const [field, key] of [
      ['publishdate', 'published'],
      ['publish_date', 'published'],
      ['pubDate', 'published'],
      ['lastmod', 'modified'],
      ['last_updated', 'modified'],
    ] as const)
      expect((await readAdvisory(Buffer.from(`---\ntitle: Relay\n${field}: '2022-03-09'\n---\n\n## Text\n\n- of it\n`)))[key]).toBe('2022-03-09')
  })
})
