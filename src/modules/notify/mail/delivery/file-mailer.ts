import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Mailer, type MailMessage } from './mailer.js';
import { mimeSource } from './mime-source.js';

/** Writes each mail to a file that a mail program opens; used without a mail server. */
export class FileMailer extends Mailer {
  private readonly transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(private readonly folder: string) {
    super();
  }

  /** The file is named by the row, so a retry replaces it; the rename makes it appear whole. */
  async send(message: MailMessage): Promise<void> {
    const { message: bytes } = await this.transport.sendMail(mimeSource(message));
    if (!Buffer.isBuffer(bytes)) throw new Error('the mail was not built as one piece');
    // Mails contain invite links, which are credentials.
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const name = `${message.date.toISOString().replaceAll(':', '-')}-${message.id}`;
    const unfinished = join(this.folder, `.${name}.part`);
    await writeFile(unfinished, bytes, { mode: 0o600 });
    await rename(unfinished, join(this.folder, `${name}.eml`));
  }

  close(): void {
    // Nothing is kept open.
  }
}
