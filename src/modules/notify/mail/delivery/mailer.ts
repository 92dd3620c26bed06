/** A permanent failure: a retry of this mail would fail too. */
export class MailRefused extends Error {}

/** A mailbox as parts, not header text, so that no part can end a header line. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** A rendered mail. */
export interface MailMessage {
  /** Id of the row. */
  readonly id: string;
  /** With angle brackets; a retry sends the same one. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends mails. */
export abstract class Mailer {
  /**
   * Resolves when another system has accepted the mail.
   * @throws MailRefused for a permanent failure; any other error means retry
   */
  abstract send(message: MailMessage): Promise<void>;

  /** Closes the connection. */
  abstract close(): void;
}
