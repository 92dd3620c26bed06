import { SmtpMailer } from '../../../src/modules/notify/mail/delivery/smtp-mailer.js';
import type { MailMessage } from '../../../src/modules/notify/mail/delivery/mailer.js';
import { MailServer } from '../../support/mail-server.js';

const message: MailMessage = {
  id: '1',
  messageId: '<1@directory.example>',
  date: new Date(0),
  from: { name: '', address: 'from@directory.example' },
  to: { name: '', address: 'to@directory.example' },
  replyTo: null,
  subject: 'Subject',
  text: 'Text',
  html: '<p>Text</p>',
};

describe('a mail server without STARTTLS', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await new MailServer().start();
  });
  afterAll(() => server.stop());

  it.each(['', '?requireTLS=false', '?ignoreTLS=true', '?opportunisticTLS=true'])(
    'on another machine gets no mail, with "%s" in its URL',
    async (parameters) => {
      const mailer = new SmtpMailer(`${server.url}/${parameters}`, true);
      await expect(mailer.send(message)).rejects.toMatchObject({ code: 'ETLS' });
      mailer.close();
      expect(server.received).toEqual([]);
    },
  );

  it('on this machine gets the mail', async () => {
    const mailer = new SmtpMailer(server.url, false);
    await mailer.send(message);
    mailer.close();
    expect(server.received).toHaveLength(1);
  });
});
