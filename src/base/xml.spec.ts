import { describe, expect, it } from 'vitest'
import { xmlEvents } from './xml.ts'

function told(text: string): readonly string[] {
  return [...xmlEvents(text)].map((event) =>
    event.kind === 'open' ? `<${event.name}` : event.kind === 'close' ? `${event.name}=${event.text}` : `! ${event.line}`,
  )
}

describe('XML', () => {
  it('gives elements in order, names without prefix, texts of their own', () => {
    expect(told('<?xml version="1.0"?><a:x xmlns:a="u" b="1"> t<y>&lt;<![CDATA[&]]></y>u </a:x>')).toEqual(['<x', '<y', 'y=<&', 'x=tu'])
  })

  it.each([
    ['a declared entity', '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>'],
    ['an external one', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'],
    ['an unknown one', '<x>&e;</x>'],
    ['a cut', '<x><y>1</y><z'],
    ['crossed elements', '<x><y></x></y>'],
    ['no XML', 'plain'],
  ])('ends at %s with a problem, and expands nothing', (_, text) => {
    const events = told(text)
    expect(events.at(-1)).toMatch(/^!/)
    expect(events.join()).not.toMatch(/boom|root:/)
  })

  it('ends where elements lie too deep, in little time', () => {
    const began = performance.now()
    expect(told('<a>'.repeat(300_000)).filter((event) => event === '<a')).toHaveLength(200)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
