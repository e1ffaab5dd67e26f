import { BeyondEnd } from '../../cursor.ts'
import { absent, type Check, concluded, invalid, trait, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import { clearText, unarmoured } from '../openpgp/armour.ts'
import { keyRing } from '../openpgp/index.ts'
import type { OpenPgpKey } from '../openpgp/keys.ts'
import { checkDetached, type OpenPgpAnswer } from '../openpgp/signature.ts'
import type { Scheme } from '../scheme.ts'
import { type ArchiveMember, isArchive, readArchive } from './archive.ts'

const scheme = 'deb'
const signatures = /^_gpg(origin|maint|archive|builder)/
const parts = /^(?:debian-binary|control\.tar|data\.tar)/

/** Signatures inside Debian packages: those of debsigs (`_gpgorigin`), and of dpkg-sig (`_gpgbuilder`). */
export const deb: Scheme = {
  name: scheme,
  title: 'Debian package signature',
  recognise: ({ head, path }) =>
    isArchive(head) && (/\.(?:u?deb|ipk)$/i.test(path) || Buffer.from(head.subarray(8, 21)).toString('latin1') === 'debian-binary'),
  verify(file, context) {
    const { path } = file
    try {
      const members = readArchive(file.bytes())
      const extra = members.filter(({ name }) => !parts.test(name) && !signatures.test(name)).length
      const traits = [trait('deb.extra-members', extra)]
      const signed = members.filter(({ name }) => signatures.test(name))
      if (signed.length === 0) return absent(scheme, path, 'it carries no signature of its own; Debian signs the list of packages instead', traits)
      const answers = signed.map((signature) => verifyMember(signature, members, keyRing(context)))
      const checks = answers.flatMap((answer) => [answer.check, ...answer.more])
      return concluded({
        scheme,
        path,
        checks: doubled(members) ?? checks,
        signer: answers[0]?.signer,
        traits: [...traits, trait('deb.roles', signed.map(({ name }) => name.replace('_gpg', '')).join(' ')), ...answers.flatMap((answer) => answer.traits)],
      })
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return concluded({ scheme, path, checks: [invalid(`the package is damaged: ${thrown.message}`)] })
    }
  },
}

/** Two members of one name: which one is installed and which one was signed need not be the same. */
function doubled(members: readonly ArchiveMember[]): Check[] | undefined {
  const kinds = members.filter(({ name }) => parts.test(name)).map(({ name }) => name.split('.')[0])
  return new Set(kinds).size < kinds.length ? [invalid('the package has one of its parts twice')] : undefined
}

function verifyMember(
  { bytes }: ArchiveMember,
  members: readonly ArchiveMember[],
  keys: readonly OpenPgpKey[],
): OpenPgpAnswer & { readonly more: readonly Check[] } {
  const message = clearText(bytes)
  if (message) return { ...checkDetached(message.signature, [message.signed], keys), more: checkList(message.lines, members) }
  const [block] = unarmoured(bytes, 'SIGNATURE')
  const covered = members.filter(({ name }) => parts.test(name)).map((member) => member.bytes)
  if (!block) return { check: invalid('the signature cannot be read'), traits: [], more: [] }
  return { ...checkDetached(block, covered, keys), more: [] }
}

/** dpkg-sig signs a list: MD5, SHA-1, size and name of each part. */
function checkList(lines: readonly string[], members: readonly ArchiveMember[]): Check[] {
  const listed = new Map(
    lines.flatMap((line) => {
      const [, sha1, size, name] = /^\t[0-9a-f]{32} ([0-9a-f]{40}) (\d{1,15}) (\S{1,64})$/.exec(line) ?? []
      return name === undefined ? [] : [[name, `${sha1} ${size}`] as const]
    }),
  )
  const wrong = members.filter(({ name, bytes }) => parts.test(name) && listed.get(name) !== `${digest('sha1', bytes).toString('hex')} ${bytes.length}`)
  return wrong.length > 0
    ? wrong.map(({ name }) => invalid(`${name} is not the one that was signed`))
    : [valid('the signed list has the SHA-1 digests of all parts')]
}
