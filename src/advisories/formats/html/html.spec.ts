import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

async function valuesOf(...cells: readonly string[]): Promise<readonly string[]> {
  const rows = cells.map((cell) => `<tr><td>${cell}</td><td>an indicator</td></tr>`).join('')
  const page = `<html><title>Warning</title><body><h1>Warning</h1><table><tr><th>Indicator</th><th>What</th></tr>${rows}</table></body></html>`
  const { indicators } = await readAdvisory(new TextEncoder().encode(page), { name: 'warning.html' })
  return indicators.filter(({ type }) => type === 'url' || type === 'domain').map(({ value }) => value)
}

describe('cells of a table that are broken into lines', () => {
  it('hold one address where it is broken behind one of its signs', async () => {
    expect(await valuesOf('hxxps://bad-one[.]example/v1/<br>collect')).toContain('https://bad-one.example/v1/collect')
    expect(await valuesOf('hxxps://bad-one[.]example/a?id=<br/>7f3a')).toContain('https://bad-one.example/a?id=7f3a')
    expect(await valuesOf('hxxps://bad-one[.]example/x/<br>gate.php')).toContain('https://bad-one.example/x/gate.php')
  })

  it('hold several where the next line is a name of its own', async () => {
    const values = await valuesOf('hxxps://bad-one[.]example/<br>bad-two[.]example<br>hxxps://bad-three[.]example/y')
    expect(values).toEqual(expect.arrayContaining(['bad-two.example', 'https://bad-three.example/y']))
    expect(values.some((value) => value.includes('example/bad-two'))).toBe(false)
  })
})
