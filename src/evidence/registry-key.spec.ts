import { describe, expect, it } from 'vitest'
import { productCodeOf } from './handles.ts'
import { registryKeyOf, splitRegistryPath } from './registry-key.ts'

describe('keys of the registry', () => {
  it.each([
    ['HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\', 'HKLM\\SOFTWARE\\X'],
    ['\\REGISTRY\\MACHINE\\SOFTWARE\\X', 'HKLM\\SOFTWARE\\X'],
    ['HKLM:\\SOFTWARE\\X', 'HKLM\\SOFTWARE\\X'],
    ['\\Registry\\User\\S-1-5-21\\X', 'HKU\\S-1-5-21\\X'],
    ['HKCU\\\\Software\\\\X', 'HKCU\\Software\\X'],
    ['HKLMX\\Software', 'HKLMX\\Software'],
    ['Software\\X', 'Software\\X'],
  ])('%s is %s', (written, key) => {
    expect(registryKeyOf(written)).toBe(key)
  })

  it('are told from their values', () => {
    expect(splitRegistryPath('HKLM\\SOFTWARE\\Run\\Updater')).toEqual({ key: 'HKLM\\SOFTWARE\\Run', value: 'Updater' })
    expect(splitRegistryPath('Updater')).toEqual({ key: 'Updater', value: '' })
  })
})

describe('codes of installers', () => {
  const guid = 'AC3E0000-0000-4000-8000-000000000001'
  it.each([
    [`{${guid}}`, `{${guid.toLowerCase()}}`],
    [guid, `{${guid.toLowerCase()}}`],
    [`ARP\\Machine\\X64\\{${guid}}`, `{${guid.toLowerCase()}}`],
    ['com.Acme.desk-app', 'com.acme.desk-app'],
    ['Acme.Desk', 'acme.desk'],
    ['Reader_is1', ''],
    ['KB5023706', ''],
    ['1.2.3', ''],
    [`{${guid}0}`, ''],
    ['a b.c', ''],
  ])('%s is “%s”', (written, code) => {
    expect(productCodeOf(written)).toBe(code)
  })
})
