import type { Limits } from '../../base/limits.ts'
import { isTarHeader } from '../../base/tar/header.ts'
import { byteStream, type Evidence } from '../open.ts'
import type { ArchiveKind, Member } from './member.ts'
import { tarMembers } from './tar.ts'
import { zipMembers } from './zip.ts'

/** Whether a file is an archive of documents: a zip, or a tar under whatever compression. */
export function archiveKind({ compression, head: { bytes } }: Pick<Evidence, 'compression' | 'head'>): ArchiveKind | undefined {
  if (compression === 'none' && bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6)))
    return 'zip'
  return isTarHeader(bytes.subarray(0, 512)) ? 'tar' : undefined
}

/** The files of an archive, in its order. Throws LIMIT_EXCEEDED and EVIDENCE_UNREADABLE, after the files before. */
export function membersOf(evidence: Evidence, kind: ArchiveKind, limits: Limits): AsyncGenerator<Member> {
  return kind === 'zip' ? zipMembers(evidence.path, limits) : tarMembers(byteStream(evidence, limits), limits)
}
