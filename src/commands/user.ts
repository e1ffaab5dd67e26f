import { type Command, Option } from 'commander'
import type { Kysely } from 'kysely'
import { GatehouseError } from '../base/errors.ts'
import { printable } from '../base/text.ts'
import { type Role, roles } from '../service/access.ts'
import { findUser } from '../service/login/accounts.ts'
import { machine } from '../service/login/actor.ts'
import { inviteUser, listUsers, resetUser } from '../service/login/users.ts'
import { Refused } from '../service/problem.ts'
import { inWorkspace } from '../state/folder.ts'
import { lockWorkspace } from '../state/lock.ts'
import { openState } from '../state/open.ts'
import type { StateSchema } from '../state/schema.ts'
import { configured, type GlobalFlags } from './configured.ts'

interface LinkFlags extends GlobalFlags {
  readonly url?: string
}

const urlFlag = () => new Option('--url <address>', 'address of the service, for the link (default: serve.url, or localhost with serve.port)')

export function userCommand(program: Command): void {
  const user = program
    .command('user')
    .summary('Who may sign in to the service; for when nobody can any more')
    .description('Works on the workspace itself while the service is stopped. In the service, Settings does the same.')

  user
    .command('list')
    .summary('Print who may sign in')
    .option('--json', 'print as JSON')
    .action(async (flags: { json?: boolean }, command: Command) => {
      await withState(command, false, async (state) => {
        const { items } = await listUsers(state)
        if (flags.json) process.stdout.write(`${JSON.stringify(items, null, 2)}\n`)
        else for (const one of items) process.stdout.write(`${line(one)}\n`)
        if (items.length === 0) process.stderr.write('Nobody yet: gatehouse serve prints a link for the first admin.\n')
      })
    })

  user
    .command('add')
    .summary('Invite somebody: prints a link that works once, for a day')
    .argument('<email>')
    .option('--name <name>', 'how they are called (default: the part of the address before the @)')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('viewer'))
    .addOption(urlFlag())
    .addHelpText('before', 'Examples:\n  gatehouse user add ada@example.com --name "Ada Lovelace" --role admin\n')
    .action(async (email: string, flags: LinkFlags & { name?: string; role: Role }, command: Command) => {
      const name = flags.name ?? email.split('@')[0] ?? email
      if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new GatehouseError('USAGE', `${printable(email)} is not an e-mail address`)
      await withState(command, true, async (state) => {
        const { link } = await inviteUser(state, addressOf(flags, command), { name, email, role: flags.role }, machine)
        tell(link)
      })
    })

  user
    .command('reset')
    .summary('Take away the password, factors and sessions of somebody; prints a link to set them up again')
    .argument('<name>', 'e-mail address or name')
    .addOption(urlFlag())
    .addHelpText('before', 'Examples:\n  gatehouse user reset ada@example.com\n')
    .action(async (name: string, flags: LinkFlags, command: Command) => {
      await withState(command, true, async (state) => {
        const found = await findUser(state, name)
        if (!found) throw new GatehouseError('USER_UNKNOWN', `there is no ${printable(name)}`, { hint: 'gatehouse user list shows who there is.' })
        const { link } = await resetUser(state, addressOf(flags, command), found.id, machine)
        tell(link)
      })
    })
}

function addressOf({ url }: LinkFlags, command: Command): URL {
  const { serve } = configured(command.optsWithGlobals<GlobalFlags>())
  const address = url ?? (serve.url || `${serve.certificate === '' ? 'http' : 'https'}://localhost:${serve.port}`)
  if (!URL.canParse(address)) throw new GatehouseError('USAGE', `${printable(address)} is no address`, { hint: 'For example: https://gatehouse.example.com' })
  return new URL(address)
}

function tell(link: string): void {
  process.stdout.write(`${link}\n`)
  process.stderr.write('The link works once, for 24 hours, once the service runs. Whoever has it becomes this user: hand it over in person or by a safe way.\n')
}

function line({ email, name, role, disabled, factors, lastSignInAt }: Awaited<ReturnType<typeof listUsers>>['items'][number]): string {
  const shown = factors.length === 0 ? 'no second factor yet' : factors.join(' + ')
  return [printable(email), printable(name), disabled ? `${role}, locked out` : role, shown, `last in ${lastSignInAt ?? 'never'}`].join(' · ')
}

/** Opens the state alone, not the lake. Whoever changes something takes the workspace, so that no service runs on it. */
async function withState(command: Command, changes: boolean, use: (state: Kysely<StateSchema>) => Promise<void>): Promise<void> {
  const { workspace } = configured(command.optsWithGlobals<GlobalFlags>())
  await inWorkspace(workspace, async (folder) => {
    using _lock = changes ? lockWorkspace(folder) : undefined
    const state = await openState(folder)
    try {
      await use(state)
    } catch (error) {
      if (error instanceof Refused) throw new GatehouseError('USAGE', error.message)
      throw error
    } finally {
      await state.destroy()
    }
  })
}
