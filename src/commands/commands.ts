import type { Command } from 'commander'

interface Entry {
  /** Names that a user types; most files give one command. */
  readonly names: readonly string[]
  readonly load: () => Promise<(program: Command) => void>
}

/** Every command, in the order of the help. A new one is a file and a line here. */
const commands: readonly Entry[] = [
  { names: ['assess'], load: async () => (await import('./assess.ts')).assessCommand },
  { names: ['vet'], load: async () => (await import('./vet.ts')).vetCommand },
  { names: ['feeds'], load: async () => (await import('./feeds.ts')).feedsCommand },
  { names: ['hunt'], load: async () => (await import('./hunt.ts')).huntCommand },
  { names: ['report'], load: async () => (await import('./report.ts')).reportCommand },
  { names: ['serve'], load: async () => (await import('./serve.ts')).serveCommand },
  { names: ['collect'], load: async () => (await import('./collect.ts')).collectCommand },
  { names: ['drill'], load: async () => (await import('./drill.ts')).drillCommand },
  { names: ['user'], load: async () => (await import('./user.ts')).userCommand },
  { names: ['audit'], load: async () => (await import('./audit.ts')).auditCommand },
  { names: ['secret'], load: async () => (await import('./secret.ts')).secretCommand },
  { names: ['backup', 'restore'], load: async () => (await import('./backup.ts')).backupCommands },
  { names: ['config'], load: async () => (await import('./config.ts')).configCommand },
]

/** Adds the command that the arguments name, or all where they name none (for the help): loading them all takes seconds. */
export async function addCommands(program: Command, given: readonly string[]): Promise<void> {
  const named = commands.filter(({ names }) => names.some((name) => given.includes(name)))
  for (const { load } of named.length > 0 ? named : commands) (await load())(program)
}
