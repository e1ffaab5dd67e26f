import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { severityNames } from '../../../../src/model/finding.ts'
import { type Answer, asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Ago } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'

type Channel = Answer<'listChannels'>['items'][number]

/** What each kind of place needs to be told. */
const fields: Readonly<Record<Channel['kind'], readonly { readonly name: string; readonly says: string }[]>> = {
  email: [
    { name: 'to', says: 'To, several with commas' },
    { name: 'from', says: 'From' },
    { name: 'host', says: 'Mail server' },
    { name: 'port', says: 'Port (587)' },
    { name: 'security', says: 'Encryption: starttls (if empty), tls or none' },
    { name: 'user', says: 'User' },
  ],
  webhook: [{ name: 'url', says: 'Address' }],
  syslog: [
    { name: 'host', says: 'Server' },
    { name: 'port', says: 'Port (6514)' },
    { name: 'security', says: 'Encryption: tls (if empty) or none' },
    { name: 'audit', says: 'The audit log, too: yes or no (if empty)' },
  ],
}
const kinds = Object.keys(fields) as readonly Channel['kind'][]

/** Where news of incidents goes, each with a test and how the last try ended. */
export default function NotificationsPart() {
  const channels = useQuery(asking('listChannels', {}))
  return (
    <>
      <Asked query={channels} what="Reading where notifications go">
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="nothing-found" title="Nobody is told: there is no place that notifications go to" />
          ) : (
            <ul className="plain-list stack tight">
              {items.map((channel) => (
                <ChannelCard key={channel.id} channel={channel} />
              ))}
            </ul>
          )
        }
      </Asked>
      <NewChannel />
    </>
  )
}

function ChannelCard({ channel: { id, name, kind, leastSeverity, last, waiting } }: { readonly channel: Channel }) {
  const [said, setSaid] = useState<string>()
  const test = useAct(async () => setSaid((await call('testChannel', { params: { id } })).says))
  const remove = useAct(async () => {
    await call('deleteChannel', { params: { id } })
    await refresh('listChannels')
  })
  const error = test.error ?? remove.error
  return (
    <li className="card stack tight">
      <div className="row apart">
        <div className="row">
          <strong>{name}</strong>
          <span className="small faint">
            {kind}, from {severityNames[leastSeverity - 1]} on
          </span>
        </div>
        <div className="row">
          <Button size="compact-sm" variant="default" loading={test.busy} onClick={test.run}>
            Send a test to {name}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" loading={remove.busy} onClick={remove.run}>
            Remove {name}
          </Button>
        </div>
      </div>
      <p className="small faint">
        {last === null ? 'Nothing was sent yet' : last.says} {last && <Ago iso={last.at} />}
        {waiting > 0 && ` · ${waiting} waiting`}
      </p>
      {said !== undefined && <p role="status">{said}</p>}
      {error && <Trouble error={error} />}
    </li>
  )
}

function NewChannel() {
  const [kind, setKind] = useState<Channel['kind']>('email')
  const [name, setName] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [secret, setSecret] = useState('')
  const [least, setLeast] = useState(4)
  const act = useAct(async () => {
    const given = fields[kind].flatMap((field) => {
      const value = values[field.name]?.trim() ?? ''
      return value === '' ? [] : [[field.name, field.name === 'port' ? Number(value) : value] as const]
    })
    const body = { name: name.trim(), kind, enabled: true, leastSeverity: least, settings: Object.fromEntries(given), ...(secret !== '' && { secret }) }
    await call('createChannel', { body })
    setName('')
    setValues({})
    setSecret('')
    await refresh('listChannels')
  })
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <h2>Add a place</h2>
      <div className="setting-form">
        <TextInput label="Name" size="sm" value={name} onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
        <NativeSelect
          label="Kind"
          size="sm"
          value={kind}
          data={[...kinds]}
          onChange={(event) => setKind(kinds[event.currentTarget.selectedIndex] ?? 'email')}
        />
        <NativeSelect
          label="From which severity on"
          size="sm"
          value={String(least)}
          data={severityNames.map((severity, index) => ({ value: String(index + 1), label: severity }))}
          onChange={(event) => setLeast(event.currentTarget.selectedIndex + 1)}
        />
        {fields[kind].map((field) => (
          <TextInput
            key={field.name}
            label={field.says}
            size="sm"
            value={values[field.name] ?? ''}
            onChange={(event) => setValues({ ...values, [field.name]: event.currentTarget.value })}
          />
        ))}
        {kind !== 'syslog' && (
          <PasswordInput
            label={kind === 'email' ? 'Password' : 'Secret that signs'}
            size="sm"
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        )}
      </div>
      {act.error && <Trouble error={act.error} />}
      <div>
        <Button type="submit" size="sm" loading={act.busy}>
          Add
        </Button>
      </div>
    </form>
  )
}
