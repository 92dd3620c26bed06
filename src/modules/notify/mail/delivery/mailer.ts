/** A mailbox: never a header's text, so that no part of it can end a header line. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** A mail that is ready to leave. */
export interface MailMessage {
  /** Of its row. */
  readonly id: string;
  /** With angle brackets; the same each time that this mail is sent. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where mail goes. */
export abstract class Mailer {
  /**
   * Resolves once somebody else has taken on the mail.
   * @throws MailRefused where it is not worth trying again, any other error where it is
   */
  abstract send(message: MailMessage): Promise<void>;

  /** Lets go of what is kept open between mails. */
  abstract close(): void;
}
