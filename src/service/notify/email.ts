import { createTransport } from 'nodemailer'
import { z } from 'zod'
import { checkedAddress } from '../../base/outgoing/address.ts'
import { patience, type Sender } from './sender.ts'

const settings = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65535).default(587),
  /** `starttls` refuses to go on without encryption; `none` is for a mail server on the same machine. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().max(320).default(''),
  from: z.string().min(3).max(320),
  /** A list, or one text as people type it: parted by commas, semicolons or blanks. */
  to: z.preprocess((given) => (typeof given === 'string' ? given.split(/[,;\s]+/).filter(Boolean) : given), z.array(z.email().max(320)).min(1).max(50)),
})

/** Mail over SMTP. */
export const email: Sender = {
  check: (given) => void settings.parse(given),
  async send(given, { id, message, secret, policy }) {
    const { host, port, security, user, from, to } = settings.parse(given)
    const { address } = await checkedAddress(host, policy)
    const transport = createTransport({
      // The address that was checked; its certificate has to be that of the name.
      host: address,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: { servername: host, minVersion: 'TLSv1.2' },
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(user !== '' && { auth: { user, pass: secret ?? '' } }),
    })
    try {
      await transport.sendMail({ from, to, subject: message.subject, text: message.text, messageId: `<${id}@gatehouse>` })
    } finally {
      transport.close()
    }
  },
}
