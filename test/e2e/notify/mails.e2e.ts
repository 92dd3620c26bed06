import { type OutgoingEmail } from '../../../src/modules/notify/outbox/outbox.repository.js';
import { templateIds } from '../../../src/modules/notify/outbox/template-ids.js';
import { startApp, type TestApp } from '../../support/app.js';
import { MailServer, type ReceivedMail } from '../../support/mail-server.js';
import { aMail, emailRow, enqueue } from '../../support/outbox.js';

const from = { name: 'GOV.UK Notify', address: 'gov.uk.notify@notifications.example' };
const agreement = 'https://admin.example/agreement/crown.pdf';
const closingText = 'Thanks\nGOV.\u200bUK Notify team\nhttps://www.gov.uk/notify\n';

describe('each e-mail', () => {
  let server: MailServer;
  let service: TestApp;
  beforeAll(async () => {
    server = await new MailServer().start();
    service = await startApp({
      SMTP_URL: server.url,
      MAIL_FROM: 'GOV.UK Notify <gov.uk.notify@notifications.example>',
      MAIL_REPLY_TO: 'answers@notify.example',
    });
  });
  afterAll(async () => {
    await service.close();
    await server.stop();
  });

  const sent = async (mail: OutgoingEmail): Promise<ReceivedMail> => {
    await enqueue(service, mail);
    return server.mailTo(mail.recipient.toLowerCase());
  };
  const headersOf = ({ mail }: ReceivedMail): unknown => ({
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo,
    subject: mail.subject,
  });
  const headers = (to: string, subject: string, replyTo = 'answers@notify.example'): unknown => ({
    from,
    to: [{ name: '', address: to }],
    replyTo: [{ name: '', address: replyTo }],
    subject,
  });
  const linkTo = (url: string): RegExp =>
    new RegExp(`<a [^>]*href="${url.replaceAll('.', '\\.')}">${url.replaceAll('.', '\\.')}</a>`);

  it('about a signed agreement confirms the signature to the signer', async () => {
    const received = await sent({
      templateId: templateIds.agreementSigned,
      recipient: 'signer@example.gov.uk',
      replyTo: null,
      personalisation: {
        mou_link: agreement,
        on_behalf_of_name: '',
        org_dashboard_link: 'https://admin.example/organisations/1',
        org_name: 'Cabinet Office',
        signed_by_name: 'Ann Signer',
      },
    });
    expect(headersOf(received)).toEqual(
      headers(
        'signer@example.gov.uk',
        'You’ve accepted the GOV.UK Notify data sharing and financial agreement',
      ),
    );
    expect(received.mail.text).toBe(
      'Hi Ann Signer,\n\n' +
        'Cabinet Office has accepted the GOV.\u200bUK Notify data sharing and financial agreement.\n\n' +
        `If you need another copy of the agreement you can download it here:\n${agreement}\n\n${closingText}`,
    );
    expect(received.mail.html).toContain('>Hi Ann Signer,</p>');
    expect(received.mail.html).toMatch(linkTo(agreement));
    expect(received.mail.html).toMatch(linkTo('https://www.gov.uk/notify'));
  });

  it('about an agreement signed on behalf of another person says to the signer that this person was e-mailed', async () => {
    const received = await sent({
      templateId: templateIds.agreementSignedOnBehalfSigner,
      recipient: 'signer-2@example.gov.uk',
      replyTo: null,
      personalisation: {
        mou_link: agreement,
        on_behalf_of_name: 'Bea Boss',
        org_name: 'Cabinet Office',
        signed_by_name: 'Ann Signer',
      },
    });
    expect(headersOf(received)).toEqual(
      headers(
        'signer-2@example.gov.uk',
        'You’ve accepted the GOV.UK Notify data sharing and financial agreement',
      ),
    );
    expect(received.mail.text).toBe(
      'Hi Ann Signer,\n\n' +
        'Cabinet Office has accepted the GOV.\u200bUK Notify data sharing and financial agreement.\n\n' +
        'We’ve also emailed Bea Boss to let them know.\n\n' +
        `If you need another copy of the agreement you can download it here:\n${agreement}\n\n${closingText}`,
    );
    expect(received.mail.html).toContain('>We’ve also emailed Bea Boss to let them know.</p>');
  });

  it('about an agreement signed on behalf of another person names the signer to this person', async () => {
    const received = await sent({
      templateId: templateIds.agreementSignedOnBehalfPerson,
      recipient: 'boss@example.gov.uk',
      replyTo: null,
      personalisation: {
        mou_link: agreement,
        on_behalf_of_name: 'Bea Boss',
        org_name: 'Cabinet Office',
        signed_by_name: 'Ann Signer',
      },
    });
    expect(headersOf(received)).toEqual(
      headers(
        'boss@example.gov.uk',
        'Cabinet Office has accepted the GOV.UK Notify data sharing and financial agreement',
      ),
    );
    expect(received.mail.text).toBe(
      'Hi Bea Boss,\n\n' +
        'Ann Signer has accepted the GOV.\u200bUK Notify data sharing and financial agreement on your behalf, for Cabinet Office.\n\n' +
        'GOV.\u200bUK Notify lets teams in the public sector send emails, text messages and letters to the people who use their services.\n\n' +
        `If you need a copy of the agreement you can download it here:\n${agreement}\n\n${closingText}`,
    );
    expect(received.mail.html).toMatch(linkTo(agreement));
  });

  it('about a request to go live says to an approver where to review the request and whom to ask', async () => {
    const link = 'https://admin.example/services/1/make-service-live';
    const received = await sent({
      templateId: templateIds.goLiveRequest,
      recipient: 'approver@example.gov.uk',
      replyTo: 'requester@example.gov.uk',
      personalisation: {
        make_service_live_link: link,
        name: 'Abe Approver',
        organisation_name: 'Cabinet Office',
        requester_email_address: "req.o'connor@example.gov.uk",
        requester_name: 'Req Uester',
        service_name: 'Tax Notifications',
        support_page_link: 'https://admin.example/support',
      },
    });
    expect(headersOf(received)).toEqual(
      headers('approver@example.gov.uk', 'Request to go live: Tax Notifications', 'requester@example.gov.uk'),
    );
    expect(received.mail.text).toBe(
      [
        'Hi Abe Approver,',
        'Req Uester has requested that “Tax Notifications” be made live.',
        `To approve or reject the request\n${'-'.repeat(65)}`,
        `Review it here:\n${link}`,
        `If you have any questions\n${'-'.repeat(65)}`,
        "To ask Req Uester about their service, reply to this email or write to req.o'connor@example.gov.uk.",
        '='.repeat(65),
        'You got this email because you’re a team member of Cabinet Office on GOV.\u200bUK Notify.',
        'If you need help, contact support:\nhttps://admin.example/support',
        closingText,
      ].join('\n\n'),
    );
    const { html } = received.mail;
    expect(html).toMatch(linkTo(link));
    expect(html).toMatch(linkTo('https://admin.example/support'));
    expect(html).toMatch(/<h2 [^>]*>If you have any questions<\/h2>/);
    expect(html).toMatch(/<hr [^>]*>/);
    expect(html).toContain('write to req.o&#39;connor@example.gov.uk.</p>');
  });

  it('that is the receipt of a request lists the recipients of the request', async () => {
    const received = await sent({
      templateId: templateIds.goLiveReceipt,
      recipient: 'requester@example.gov.uk',
      replyTo: 'gov-uk-notify-support@digital.cabinet-office.gov.uk',
      personalisation: {
        name: 'Req Uester',
        organisation_name: 'Cabinet Office',
        organisation_team_member_names: ['Abe Approver', 'Bea <b>Boss</b>'],
        service_name: 'Tax Notifications',
      },
    });
    expect(headersOf(received)).toEqual(
      headers(
        'requester@example.gov.uk',
        'Your request to go live',
        'gov-uk-notify-support@digital.cabinet-office.gov.uk',
      ),
    );
    expect(received.mail.text).toBe(
      [
        'Hi Req Uester,',
        'You sent a request to go live for “Tax Notifications”.',
        'It went to these members of Cabinet Office:',
        '• Abe Approver\n• Bea <b>Boss</b>',
        'If you have not heard back in 2 working days, reply to this email.',
        closingText,
      ].join('\n\n'),
    );
    expect(received.mail.html).toMatch(
      /<ul [^>]*>\n<li [^>]*>Abe Approver<\/li>\n<li [^>]*>Bea &lt;b&gt;Boss&lt;\/b&gt;<\/li>\n<\/ul>/,
    );
  });

  it('about the next steps contains the text of the request as markdown', async () => {
    const received = await sent(
      aMail('member@example.gov.uk', {
        personalisation: {
          service_name: 'Tax Notifications',
          body: '# Next\r\n\r\nPlease:\n* review\n* see https://www.gov.uk/notify/pricing.\n\n^ Today - not later\n***\nGOV.UK says "hi"',
        },
      }),
    );
    expect(headersOf(received)).toEqual(
      headers('member@example.gov.uk', 'Request to go live: Tax Notifications'),
    );
    expect(received.mail.text).toBe(
      [
        `Next\n${'-'.repeat(65)}`,
        'Please:',
        '• review\n• see https://www.gov.uk/notify/pricing.',
        'Today – not later',
        '='.repeat(65),
        'GOV.\u200bUK says “hi”',
        closingText,
      ].join('\n\n'),
    );
    const { html } = received.mail;
    expect(html).toMatch(/<h2 [^>]*>Next<\/h2>/);
    expect(html).toMatch(
      /<li [^>]*>see <a [^>]*href="https:\/\/www\.gov\.uk\/notify\/pricing">[^<]*<\/a>\.<\/li>/,
    );
    expect(html).toMatch(/<blockquote [^>]*>\n<p [^>]*>Today – not later<\/p>\n<\/blockquote>/);
  });

  it('about a rejection contains the reason as inset text, and whom to ask', async () => {
    const received = await sent({
      templateId: templateIds.goLiveRejected,
      recipient: 'rejected@example.gov.uk',
      replyTo: null,
      personalisation: {
        name: 'Req Uester',
        organisation_name: 'HM Revenue & Customs',
        organisation_team_member_email: 'jane@example.gov.uk',
        organisation_team_member_name: 'Jane Smith',
        reason: '^ It is late\n^ \n^ # and <b>unsafe</b>',
        service_name: 'Tax Notifications',
      },
    });
    expect(headersOf(received)).toEqual(
      headers('rejected@example.gov.uk', 'Your request to go live has been rejected'),
    );
    expect(received.mail.text).toBe(
      [
        'Hi Req Uester,',
        `Your request to go live has been rejected\n${'-'.repeat(65)}`,
        'You asked for “Tax Notifications” to be made live.',
        'Jane Smith at HM Revenue & Customs rejected the request because:',
        'It is late\n\n# and <b>unsafe</b>',
        'If you have any questions, write to Jane Smith at jane@example.gov.uk.',
        closingText,
      ].join('\n\n'),
    );
    const { html } = received.mail;
    expect(html).toContain('Jane Smith at HM Revenue &amp; Customs rejected');
    expect(html).toMatch(
      /<blockquote [^>]*>\n<p [^>]*>It is late<\/p>\n<p [^>]*># and &lt;b&gt;unsafe&lt;\/b&gt;<\/p>\n<\/blockquote>/,
    );
  });

  it('with an invite to an organisation has the link as inset text', async () => {
    const url = 'https://admin.example/organisation-invitation/token.of-it_?a=1&b=2';
    const received = await sent({
      templateId: templateIds.organisationInvitation,
      recipient: 'Invited@Example.gov.uk',
      replyTo: 'inviter@example.gov.uk',
      personalisation: { organisation_name: 'Cabinet Office', url, user_name: 'The GOV.UK Notify team' },
    });
    expect(headersOf(received)).toEqual(
      headers(
        'invited@example.gov.uk',
        'See how Cabinet Office is using GOV.UK Notify',
        'inviter@example.gov.uk',
      ),
    );
    expect(received.mail.text).toBe(
      [
        'The GOV.\u200bUK Notify team has invited you to see how Cabinet Office is using GOV.\u200bUK Notify.',
        'You will be able to see:',
        '• its live services\n• how much they spend\n• who their team members are',
        'You can also invite your colleagues.',
        'Use this link to join:',
        url,
        'It stops working at midnight tomorrow.',
        closingText,
      ].join('\n\n'),
    );
    expect(received.mail.html).toMatch(
      /<blockquote [^>]*>\n<p [^>]*><a [^>]*href="[^"]*\?a=1&amp;b=2">[^<]*<\/a><\/p>\n<\/blockquote>/,
    );
  });

  it('has text and HTML alternatives and the header of automatic e-mail', async () => {
    const { raw, mail } = await sent(aMail('form@example.gov.uk'));
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(raw.match(/^Content-Type: text\/\w+; charset=utf-8/gm)).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ]);
    expect(mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('has the id and the time of its row, so that a second copy is recognisable', async () => {
    const { mail } = await sent(aMail('identity@example.gov.uk'));
    const [row] = await service.database.query<{ id: string; created_at: Date }>(
      `SELECT id, created_at FROM notify.email WHERE recipient = 'identity@example.gov.uk'`,
    );
    expect(mail.messageId).toBe(`<${row?.id ?? ''}@notifications.example>`);
    expect(new Date(mail.date ?? '').getTime()).toBe(
      Math.floor((row?.created_at.getTime() ?? 0) / 1_000) * 1_000,
    );
  });

  describe('with values that contain markup', () => {
    const injected = 'Tax\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\u2028X-Other: 1';

    it('keeps its headers and its only recipient', async () => {
      const { envelope, raw, mail } = await sent(
        aMail('headers@example.gov.uk', {
          personalisation: { service_name: injected, body: 'Hello' },
        }),
      );
      expect(envelope).toEqual({
        from: 'gov.uk.notify@notifications.example',
        to: ['headers@example.gov.uk'],
      });
      expect(mail.subject).toBe(
        'Request to go live: Tax Bcc: victim@example.com <script>alert(1)</script> X-Other: 1',
      );
      expect([mail.bcc, mail.cc]).toEqual([undefined, undefined]);
      expect(raw).not.toMatch(/^(Bcc|X-Other):/im);
      expect(mail.html).not.toContain('<script');
    });

    it.each([
      '=?utf-8?Q?X=0D=0ABcc:_victim@example.com?=',
      '=?utf-8?B?WA0KQmNjOiB2aWN0aW1AZXhhbXBsZS5jb20=?=',
    ])('shows %s undecoded', async (name) => {
      const recipient = `encoded-${name.length}@example.gov.uk`;
      const { mail } = await sent(
        aMail(recipient, { personalisation: { service_name: name, body: 'Hello' } }),
      );
      expect(mail.subject).toBe(`Request to go live: ${name.replaceAll('=?', '=\u200b?')}`);
    });

    it('keeps its blocks and links in both parts', async () => {
      const value = '# Big\n\n* bullet\n^ inset\n---\nhttps://evil.example <a href="x">y</a>';
      const { mail } = await sent({
        templateId: templateIds.goLiveReceipt,
        recipient: 'blocks@example.gov.uk',
        replyTo: null,
        personalisation: {
          name: value,
          organisation_name: value,
          organisation_team_member_names: [value],
          service_name: value,
        },
      });
      const line = '# Big * bullet ^ inset --- https://evil.example <a href=”x”>y</a>';
      expect(mail.text).toContain(`Hi ${line},\n\nYou sent a request to go live for “${line}”.\n\n`);
      expect(mail.text).toContain(`\n\n• ${line}\n\nIf you`);
      const { html = '' } = mail;
      expect(html.match(/<(h2|li|blockquote|hr|a) /g)).toEqual(['<li ', '<a ']);
      expect(html).toContain('&lt;a href=”x”&gt;y&lt;/a&gt;');
    });

    it('does not expand placeholders in values', async () => {
      const { mail } = await sent(
        aMail('fields@example.gov.uk', {
          personalisation: { service_name: '((body))', body: '((service_name))' },
        }),
      );
      expect([mail.subject, mail.text]).toEqual([
        'Request to go live: ((body))',
        `((service_name))\n\n${closingText}`,
      ]);
    });

    it('does not link text that is not a web address', async () => {
      const { mail } = await sent({
        templateId: templateIds.organisationInvitation,
        recipient: 'script@example.gov.uk',
        replyTo: null,
        personalisation: { organisation_name: 'X', user_name: 'Y', url: 'javascript:alert(1)' },
      });
      expect(mail.html).not.toContain('href="javascript');
      expect(mail.text).toContain('javascript:alert(1)');
    });

    it('is not sent to a malformed address', async () => {
      const recipient = 'a@example.gov.uk>\r\nrcpt to:<victim@example.com';
      await enqueue(service, aMail(recipient));
      const row = await emailRow(service, recipient, ({ status }) => status !== 'created');
      expect([row.status, row.attempts, row.last_error]).toEqual([
        'permanent-failure',
        1,
        'the recipient is no e-mail address',
      ]);
    });

    it('omits a malformed Reply-To', async () => {
      const { mail, raw } = await sent(
        aMail('reply-to@example.gov.uk', { replyTo: 'a@example.gov.uk\r\nBcc: victim@example.com' }),
      );
      expect([mail.replyTo, mail.bcc]).toEqual([undefined, undefined]);
      expect(raw).not.toContain('victim');
    });
  });
});
