import { startApp, type TestApp } from '../support/app.js';
import { anOrganisation, aLinkedService } from '../support/builders/notify-organisation.js';
import { aUser } from '../support/builders/notify-people.js';
import { MailServer, type ReceivedMail } from '../support/mail-server.js';
import { Attack } from './support/attack.js';

/** Texts that would add a header field, a recipient or a part if they were copied unescaped into an email header. */
const injections: readonly (readonly [name: string, text: string])[] = [
  ['CR LF', 'X\r\nBcc: victim@evil.example'],
  ['LF', 'X\nBcc: victim@evil.example'],
  ['CR', 'X\rBcc: victim@evil.example'],
  ['two line breaks', 'X\r\n\r\nEvil body'],
  ['a folded line', 'X\r\n Bcc: victim@evil.example'],
  ['a line separator', 'X\u2028Bcc: victim@evil.example'],
  ['a next line', 'X\u0085Bcc: victim@evil.example'],
  ['a vertical tab', 'X\u000bBcc: victim@evil.example'],
  ['an encoded word', '=?utf-8?Q?X=0D=0ABcc:_victim@evil.example?='],
  ['an encoded word of base64', '=?utf-8?B?WA0KQmNjOiB2aWN0aW1AZXZpbC5leGFtcGxl?='],
  ['percent signs', 'X%0d%0aBcc: victim@evil.example'],
  ['a part of its own', 'X\r\nContent-Type: multipart/mixed; boundary=evil\r\n\r\n--evil\r\n\r\nEvil'],
  ['a dot on a line', 'X\r\n.\r\nMAIL FROM:<victim@evil.example>'],
  ['brackets', 'X <victim@evil.example>, "Y'],
  ['quotes', 'X" <victim@evil.example> "'],
  ['NUL-like pictures', 'X\u2400\u240d\u240aBcc: victim@evil.example'],
];

/** The header fields of every email of this service, sorted. */
const fields = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];

/** The contract's address pattern for the host in the tests; a local part may contain most characters. */
const oneAddress = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@example\.gov\.uk$/;

function faultsOfHead({ mail, raw }: ReceivedMail): string[] {
  const names = mail.headers.map(({ key }) => key.toLowerCase()).sort();
  const unknown = names.filter((key, index) => !fields.includes(key) || names.indexOf(key) !== index);
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  const isOneLine = !/[\r\n]/.test(mail.subject ?? '');
  return [
    ...unknown.map((key) => `has the header ${key}`),
    ...(isOneLine ? [] : ['has a subject of several lines']),
    ...(/^(?:bcc|cc|x-|evil)/im.test(head) ? [`has the head ${head}`] : []),
  ];
}

function faultsOfParts({ envelope, mail }: ReceivedMail, recipient: string): string[] {
  const isToOne = envelope.to.join() === recipient && mail.to?.length === 1;
  const others = [mail.cc, mail.bcc].filter((list) => list !== undefined);
  return [
    ...(isToOne && others.length === 0 ? [] : [`goes to ${envelope.to.join()} and ${others.length} others`]),
    ...(mail.attachments.length === 0 ? [] : ['has an attachment']),
    ...(mail.text !== undefined && mail.html !== undefined ? [] : ['lacks one of its parts']),
  ];
}

describe('the header of an email', () => {
  let mailServer: MailServer;
  let service: TestApp;
  const attack = new Attack('e-mail header injection');
  beforeAll(async () => {
    mailServer = await new MailServer().start();
    service = await startApp({
      NOTIFY_LINK_ORIGINS: 'https://notify.example',
      SMTP_URL: mailServer.url,
      MAIL_FROM: 'GOV.UK Notify <gov.uk.notify@notifications.example>',
    });
  });
  afterAll(async () => {
    await service.close();
    await mailServer.stop();
  });

  function expectPlain(name: string, received: ReceivedMail, recipient: string): void {
    attack.count(name, false, [...faultsOfHead(received), ...faultsOfParts(received, recipient)]);
  }

  /** Creates an organisation with an approver, and a service with a go-live request, all with names by an attacker. */
  async function aGoLiveRequest(
    text: string,
  ): Promise<Readonly<Record<'organisationId' | 'serviceId' | 'requester' | 'approver' | 'userId', string>>> {
    const requester = await aUser(service.notify, { name: text });
    const approver = await aUser(service.notify, { name: text });
    const organisation = await anOrganisation(service, { name: `${text} ${requester.id}` });
    const serviceId = await aLinkedService(service.database, organisation.id, {
      name: `${text} ${requester.id}`,
      go_live_user_id: requester.id,
      has_active_go_live_request: true,
    });
    const permissions = [{ permission: 'can_make_services_live' }];
    const joined = await service.notify.post(`/organisation/${organisation.id}/users/${approver.id}`, {
      permissions,
    });
    expect(joined.status).toBe(200);
    return {
      organisationId: organisation.id,
      serviceId,
      requester: requester.email_address,
      approver: approver.email_address,
      userId: requester.id,
    };
  }

  it.each(injections)('is not changed by names and texts: %s', async (name, text) => {
    const { organisationId, serviceId, requester, approver, userId } = await aGoLiveRequest(text);
    const { notify } = service;
    const accepted = async (path: string, body: unknown): Promise<void> => {
      const answer = await notify.post(path, body);
      expect([path, answer.status, answer.text]).toEqual([
        path,
        answer.status < 300 ? answer.status : 0,
        answer.text,
      ]);
    };
    const invitee = `invitee-${userId}@example.gov.uk`;
    const { id: memberId, email_address: member } = await aUser(notify);
    await accepted(`/organisation/${organisationId}/users/${memberId}`, { permissions: [] });
    const principal = `principal-${userId}@example.gov.uk`;
    await accepted(`/organisation/notify-users-of-request-to-go-live/${serviceId}`, {});
    await accepted(`/organisation/notify-org-member-about-next-steps-of-go-live-request/${serviceId}`, {
      to: member,
      service_name: text,
      body: text,
    });
    await accepted(`/organisation/notify-service-member-of-rejected-go-live-request/${serviceId}`, {
      name: text,
      service_name: text,
      organisation_name: text,
      reason: text,
      organisation_team_member_name: text,
      organisation_team_member_email: text,
    });
    await accepted(`/organisation/${organisationId}/invite`, { email_address: invitee, invited_by: userId });
    await accepted(`/organisation/${organisationId}`, {
      agreement_signed: true,
      agreement_signed_by_id: userId,
      agreement_signed_version: 1,
      agreement_signed_on_behalf_of_name: text,
      agreement_signed_on_behalf_of_email_address: principal,
    });
    // The requester gets the receipt, the rejection and the copy of the signed agreement.
    for (const [recipient, count] of [
      [approver, 1],
      [requester, 3],
      [member, 1],
      [invitee, 1],
      [principal, 1],
    ] as const)
      for (const received of await mailServer.mailsTo(recipient, count))
        expectPlain(`${name} to ${recipient}`, received, recipient);
    attack.expectNoFailure();
  });

  it.each(injections)('gets no recipient from a text with several addresses: %s', async (name, text) => {
    const { organisationId, serviceId, userId } = await aGoLiveRequest('Plain');
    const addresses = [
      `a@example.gov.uk${text.slice(1)}`,
      `${text}@example.gov.uk`,
      `a@example.gov.uk,${text}`,
      `"${text}"@example.gov.uk`,
      `${text} <a@example.gov.uk>`,
    ];
    for (const address of addresses)
      for (const [path, body] of [
        [`/organisation/${organisationId}/invite`, { email_address: address, invited_by: userId }],
        [
          `/organisation/notify-org-member-about-next-steps-of-go-live-request/${serviceId}`,
          { to: address, service_name: 'X', body: 'Y' },
        ],
        [
          '/user',
          { name: 'X', email_address: address, password: 'correct horse', mobile_number: '+447700900000' },
        ],
        [`/user/${userId}`, { email_address: address }],
      ] as const) {
        const answer = await service.notify.post(path, body);
        const isOne = oneAddress.test(address);
        attack.note(
          `${name}: ${JSON.stringify(address)} to ${path}`,
          answer,
          answer.status === 400 || isOne ? [] : [`${answer.status}`],
        );
      }
    attack.expectNoFailure();
    // Every sent email has exactly the recipient that its request named.
    const recipients = mailServer.received.map(({ envelope }) => envelope.to);
    expect(recipients.filter(([to = '', ...others]) => others.length > 0 || !oneAddress.test(to))).toEqual(
      [],
    );
  });

  it.each(injections)('gets no line from the host of an invite link: %s', async (name, text) => {
    const { organisationId, userId } = await aGoLiveRequest('Plain');
    const answer = await service.notify.post(`/organisation/${organisationId}/invite`, {
      email_address: 'somebody@example.gov.uk',
      invited_by: userId,
      invite_link_host: `https://notify.example/${text}`,
    });
    attack.note(
      name,
      answer,
      answer.status === 400 || (answer.status === 201 && !/\s/.test(text)) ? [] : [`${answer.status}`],
    );
    attack.expectNoFailure();
  });
});
