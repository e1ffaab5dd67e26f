import type { Container } from '../container.ts'
import { startsWith } from '../source.ts'
import { zipEnd } from '../zip/directory.ts'
import { readZip } from '../zip/read.ts'

/** Wheel, jar, war, nupkg, VSIX, XPI, apk and whatever else is a zip; with anything before it, too. */
export const zip: Container = {
  name: 'zip',
  title: 'zip archive',
  recognise(source) {
    if (startsWith(source, 'PK\x03\x04') || startsWith(source, 'PK\x05\x06')) return 0.8
    return zipEnd(source) ? 0.6 : 0
  },
  unpack: (source, out) => readZip(source, out, '.prepended'),
}

export const crx: Container = {
  name: 'crx',
  title: 'Chrome extension',
  recognise: (source) => (startsWith(source, 'Cr24') && zipEnd(source) ? 0.9 : 0),
  unpack: (source, out) => readZip(source, out, '.crx-header'),
}
