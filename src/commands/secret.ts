import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import { GatehouseError } from '../base/errors.ts'
import { plural, printable } from '../base/text.ts'
import { machine } from '../service/login/actor.ts'
import { audit } from '../state/audit.ts'
import { inWorkspace } from '../state/folder.ts'
import { addKey, type KeySource, keepFirstKey, keySource, readKeyring } from '../state/keyring.ts'
import { lockWorkspace } from '../state/lock.ts'
import { openState } from '../state/open.ts'
import type { StateSchema } from '../state/schema.ts'
import { Secrets, sealAgain } from '../state/secrets.ts'
import { configured, type GlobalFlags } from './configured.ts'

export function secretCommand(program: Command): void {
  const secret = program
    .command('secret')
    .summary('Secrets that the service needs: the identity provider, mail servers, connectors')
    .description('They are sealed with AES-256-GCM in the state; the key lies outside it (GATEHOUSE_KEY, key.file, or the file “key” of the workspace).')

  secret
    .command('set')
    .summary('Read a secret from standard input and keep it sealed')
    .argument('<name>', 'oidc: the secret of login.oidcClient')
    .addHelpText('before', 'Examples:\n  gatehouse secret set oidc < client-secret.txt\n')
    .action(async (name: string, _flags: object, command: Command) => {
      if (!/^[a-z][a-z0-9:-]{0,99}$/.test(name)) throw new GatehouseError('USAGE', `${printable(name)} is not a name for a secret`)
      const value = (await text(process.stdin)).replace(/\r?\n$/, '')
      if (value === '') throw new GatehouseError('USAGE', 'standard input held nothing')
      await withState(command, async (state, source) => {
        await new Secrets(state, readKeyring(source)).set(name, value)
        await audit(state, { ...machine, action: 'secret-set', about: `secret ${name}`, says: 'set on the command line' })
      })
      process.stderr.write(`${name} is kept sealed.\n`)
    })

  secret
    .command('list')
    .summary('Print names and times, never what they are')
    .action(async (_flags: object, command: Command) => {
      await withState(command, async (state, source) => {
        for (const { name, at } of await new Secrets(state, readKeyring(source)).list()) process.stdout.write(`${name} · set ${at}\n`)
      })
    })

  secret
    .command('rotate')
    .summary('Make a new key and seal everything with it; everybody has to sign in again')
    .action(async (_flags: object, command: Command) => {
      await withState(command, async (state, source) => {
        // With GATEHOUSE_KEY the new key is in front of the old one already.
        const keyring = source.text === undefined ? addKey(source) : readKeyring(source)
        const count = await sealAgain(state, keyring)
        await audit(state, { ...machine, action: 'key-rotated', about: `key ${keyring[0].id}`, says: `${plural(count, 'secret')} sealed again` })
        keepFirstKey(source)
        process.stderr.write(`${plural(count, 'secret')} sealed with the new key ${keyring[0].id}. Back it up: without it they are lost.\n`)
      })
    })
}

async function withState(command: Command, use: (state: Kysely<StateSchema>, source: KeySource) => Promise<void>): Promise<void> {
  const config = configured(command.optsWithGlobals<GlobalFlags>())
  await inWorkspace(config.workspace, async (folder) => {
    using _lock = lockWorkspace(folder)
    const state = await openState(folder)
    try {
      await use(state, keySource(folder, config.keyFile))
    } finally {
      await state.destroy()
    }
  })
}
