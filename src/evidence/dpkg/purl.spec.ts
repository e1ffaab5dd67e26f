import { expect, it } from 'vitest'
import { debianPurl } from './purl.ts'

it.each([
  [
    { name: 'libssl3', version: '3.0.11-1~deb12u2', architecture: 'amd64', from: 'openssl' },
    'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
  ],
  [
    { name: 'libc6', version: '2.36-9', maintainer: 'GNU Libc Maintainers <debian-glibc@lists.debian.org>', from: 'glibc (2.36-8)' },
    'pkg:deb/debian/libc6@2.36-9?upstream=glibc%402.36-8',
  ],
  [{ name: 'curl', version: '7.81.0-1ubuntu1.15' }, 'pkg:deb/ubuntu/curl@7.81.0-1ubuntu1.15'],
  [{ name: 'snapd', version: '2.58+22.04', maintainer: 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>' }, 'pkg:deb/ubuntu/snapd@2.58%2B22.04'],
  [{ name: 'vim', version: '2:8.2-0ubuntu0.22.04.3' }, 'pkg:deb/ubuntu/vim@2:8.2-0ubuntu0.22.04.3?distro=ubuntu-22.04'],
  [{ name: 'acme-agent', version: '4.2-3', maintainer: 'Acme Ltd <packages@debian.org.invalid>' }, 'pkg:deb/acme-agent@4.2-3'],
])('%j', (told, purl) => {
  expect(debianPurl(told)).toBe(purl)
})
