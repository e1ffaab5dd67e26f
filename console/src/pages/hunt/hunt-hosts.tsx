import { Button } from '@mantine/core'
import { useState } from 'react'
import { plural } from '../../../../src/base/text.ts'
import type { Hunt } from '../../../../src/model/hunt.ts'
import { sentence } from '../../base/sentence.ts'
import { EntityLink } from '../../parts/entity-link.tsx'
import { Span } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'

const few = 30

/** Host by host: the word, and why. */
export function HuntHosts({ hosts }: Pick<Hunt, 'hosts'>) {
  const [all, setAll] = useState(false)
  const count = (word: string) => hosts.filter((host) => host.word === word).length
  const kept = all ? hosts : hosts.slice(0, few)
  return (
    <section className="card stack tight" aria-labelledby="hunt-hosts">
      <h2 id="hunt-hosts">
        {plural(count('HIT'), 'host')} hit, {plural(count('EXPOSED'), 'host')} exposed
      </h2>
      <ul className="plain-list hunt-hosts">
        {kept.map(({ host, word, because, first, last }) => (
          <li key={host}>
            <Word>{word}</Word>
            <EntityLink entity={{ kind: 'host', id: host }} />
            <div>
              {because.map((one) => (
                <p key={one}>{sentence(one)}</p>
              ))}
              {first !== undefined && last !== undefined && (
                <p className="small faint">
                  <Span first={first} last={last} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {hosts.length > kept.length && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {plural(hosts.length - kept.length, 'more host')}
          </Button>
        </div>
      )}
    </section>
  )
}
