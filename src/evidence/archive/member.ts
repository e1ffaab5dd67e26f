/** A file inside an archive: its bytes, or why they could not be had. It is only ever read, never written anywhere under its name. */
export type Member = { readonly name: string; readonly bytes: Buffer } | { readonly name: string; readonly problem: string }

export type ArchiveKind = 'zip' | 'tar'

/** More files in one archive are an attack or a mistake. */
export const mostMembers = 2_000_000

/** Names are for messages only. */
export const longestName = 300
