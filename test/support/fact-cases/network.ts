import { statement } from '../release.ts'
import { base, type Case, code, files, hosts } from './case.ts'

export const networkCases: readonly Case[] = [
  {
    fact: 'new-host',
    fires: [code(statement('get(u)', ['network'], { hosts: ['c2.invalid'] })), base],
    not: [
      ['named before', code(statement('get(v)', ['network'], { hosts: ['c2.invalid'] })), code(statement('get(u)', ['network'], { hosts: ['c2.invalid'] }))],
      [
        'of the same domain',
        code(statement('get(v)', ['network'], { hosts: ['api.vendor.com'] })),
        code(statement('get(u)', ['network'], { hosts: ['www.vendor.com'] })),
      ],
      ['this machine', code(statement('get(u)', ['network'], { hosts: ['127.0.0.1', 'localhost', '192.168.0.1'] })), base],
      ['in a type', files({ 'package/a.d.ts': { units: [statement('u', ['network'], { hosts: ['c2.invalid'] })] } }), base],
    ],
  },
  {
    fact: 'working-host',
    fires: [code(statement('post(token)', ['network', 'credentials'], { hosts: ['c2.invalid'] })), base],
    not: [['a request only', code(statement('get(u)', ['network'], { hosts: ['c2.invalid'] })), base]],
  },
  {
    fact: 'new-payee',
    fires: [code(statement('pay(a)', ['wallet', 'payment-address'])), base],
    not: [['another one', code(statement('pay(b)', ['payment-address'])), code(statement('pay(a)', ['payment-address']))]],
  },
  {
    fact: 'hidden-host',
    fires: [
      files({
        'package/b.js': {
          units: [statement('get(d(x))', ['network'], { hosts: ['c2.invalid'] })],
          traits: [{ name: 'file.hidden-hosts', value: 'c2.invalid' }],
        },
      }),
      base,
    ],
    not: [['in plain text', code(statement('get(u)', ['network'], { hosts: ['c2.invalid'] })), base]],
  },
  {
    fact: 'favoured-host',
    fires: [code(statement('post', ['network'], { hosts: ['tenant.hooks.invalid'] })), base],
    not: [['any other', code(statement('post', ['network'], { hosts: ['hooks-invalid.com'] })), base]],
    options: { known: { hosts } },
  },
]
