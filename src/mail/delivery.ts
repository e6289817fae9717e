import type { NodemailerError, SentMessageInfo, Transporter } from 'nodemailer'
import type { Letter, Mailbox } from './letter.ts'

/** Hands one letter over for delivery; resolves when the other side has taken responsibility for it. */
export type Delivery = { send(letter: Letter, messageId: string): Promise<void>; close(): void }

type Sent = SentMessageInfo & { rejectedErrors?: NodemailerError[] }

/** `url`: `smtp://user:password@host:port` or `smtps://…`. */
export function smtpDelivery(url: string): Delivery {
  let connecting: Promise<Transporter> | undefined
  return {
    async send(letter, messageId) {
      connecting ??= connect(url)
      const transport = await connecting
      const sent: Sent = await transport.sendMail({
        messageId,
        from: address(letter.from),
        to: address(letter.to),
        ...(letter.replyTo === null ? {} : { replyTo: address(letter.replyTo) }),
        ...(letter.cc === null ? {} : { cc: address(letter.cc) }),
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        headers: {
          'content-language': letter.language,
          // RFC 3834: answering machines stay silent.
          'auto-submitted': 'auto-generated',
        },
      })
      // One of several recipients is enough for the mailer. A letter of which only the copy was taken has not arrived.
      const refused = sent.rejectedErrors?.find(({ recipient }) => recipient === letter.to.address)
      if (refused) throw refused
    },
    close: () =>
      void connecting?.then(
        (transport) => transport.close(),
        () => undefined,
      ),
  }
}

/** Loaded with the first letter, not with the start. */
async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Letters hold text only: nothing in one may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

const address = (mailbox: Mailbox) => ({ name: mailbox.name ?? '', address: mailbox.address })
