import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import PostalMime from 'postal-mime';
import { readConfig } from '../../../src/config/config.js';
import { createApp } from '../../../src/create-app.js';
import { Database } from '../../../src/database/database.js';
import { OutboxRepository } from '../../../src/modules/notify/outbox/outbox.repository.js';
import { startApp, type TestApp } from '../../support/app.js';
import { MailServer } from '../../support/mail-server.js';
import { aMail, emailRow, enqueue, hurry } from '../../support/outbox.js';
import { until } from '../../support/until.js';

const mailFrom = 'GOV.UK Notify <gov.uk.notify@notifications.example>';

/** Returns the value of each series of a metric by its labels. */
async function figures(service: TestApp, name: string): Promise<Record<string, number>> {
  const answer = await fetch(`${service.origin}/metrics`);
  const lines = (await answer.text()).split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [series = '', value] = line.slice(name.length).split(' ');
      return [series, Number(value)];
    }),
  );
}

describe('the outbox, with a mail server', () => {
  let server: MailServer;
  let service: TestApp;
  beforeAll(async () => {
    server = await new MailServer({ user: 'notify', password: 'p@ss word' }).start();
    service = await startApp({ SMTP_URL: server.url, MAIL_FROM: mailFrom });
  });
  afterEach(() => {
    server.refusal = null;
    server.refusals = 0;
  });
  afterAll(async () => {
    await service.close();
    await server.stop();
  });

  it('sends each e-mail once and records the time', async () => {
    await enqueue(service, aMail('once@example.gov.uk'), aMail('other@example.gov.uk'));
    const row = await emailRow(service, 'once@example.gov.uk', ({ status }) => status === 'sent');
    expect([row.attempts, row.last_error]).toEqual([1, null]);
    await server.mailTo('other@example.gov.uk');
    expect(await server.mailsTo('once@example.gov.uk')).toHaveLength(1);
  });

  it('omits Reply-To if neither the e-mail nor the configuration has one', async () => {
    await enqueue(service, aMail('no-reply@example.gov.uk'));
    expect((await server.mailTo('no-reply@example.gov.uk')).mail.replyTo).toBeUndefined();
  });

  it('sends no e-mail of a change that is rolled back', async () => {
    const outbox = service.app.get(OutboxRepository, { strict: false });
    const change = service.app.get(Database).transaction(async (transaction) => {
      await outbox.enqueue(transaction, aMail('rolled-back@example.gov.uk'));
      await transaction.query(`INSERT INTO notify.organisation (id, name) VALUES (NULL, 'X')`);
    });
    await expect(change).rejects.toThrow('is violated');
    await enqueue(service, aMail('after-rollback@example.gov.uk'));
    await server.mailTo('after-rollback@example.gov.uk');
    expect(server.received.filter(({ envelope }) => envelope.to[0]?.startsWith('rolled'))).toEqual([]);
    expect(
      await service.database.query(`SELECT FROM notify.email WHERE recipient LIKE 'rolled-back%'`),
    ).toEqual([]);
  });

  it.each(['mail', 'rcpt', 'data'] as const)('retries after a 451 response to %s', async (stage) => {
    const recipient = `later-${stage}@example.gov.uk`;
    server.refusal = { stage, code: 451, text: 'come back later' };
    await enqueue(service, aMail(recipient));
    const refused = await emailRow(service, recipient, ({ attempts }) => attempts >= 1);
    expect([refused.status, refused.last_error]).toEqual(['created', expect.stringContaining('come back')]);

    server.refusal = null;
    await hurry(service);
    const row = await emailRow(service, recipient, ({ status }) => status === 'sent');
    expect(row.attempts).toBeGreaterThanOrEqual(2);
    expect(await server.mailsTo(recipient)).toHaveLength(1);
  });

  it('doubles the delay after each failed attempt, from a second to a quarter of an hour', async () => {
    server.refusal = { stage: 'rcpt', code: 451 };
    const recipient = 'patience@example.gov.uk';
    await enqueue(service, aMail(recipient));
    const waitAfter = async (attempts: number): Promise<number> => {
      await service.database.query(
        `UPDATE notify.email SET attempts = $2, next_attempt_at = now() WHERE recipient = $1`,
        [recipient, attempts - 1],
      );
      return (await emailRow(service, recipient, (row) => row.attempts === attempts)).waits_seconds;
    };
    const waits: [number, number, number][] = [
      [4, 8, 10],
      [10, 512, 640],
      [11, 900, 1_125],
      [24, 900, 1_125],
    ];
    for (const [attempts, least, most] of waits) {
      const wait = await waitAfter(attempts);
      expect(wait).toBeGreaterThanOrEqual(least - 0.1);
      expect(wait).toBeLessThanOrEqual(most + 0.1);
    }
  });

  it.each(['mail', 'rcpt', 'data'] as const)('does not retry after a 550 response to %s', async (stage) => {
    const recipient = `never-${stage}@example.gov.uk`;
    server.refusal = { stage, code: 550, text: 'no such mailbox' };
    await enqueue(service, aMail(recipient));
    const row = await emailRow(service, recipient, ({ attempts }) => attempts > 0);
    expect([row.status, row.attempts, row.last_error]).toEqual([
      'permanent-failure',
      1,
      expect.stringContaining('no such mailbox'),
    ]);
    server.refusal = null;
    await enqueue(service, aMail(`after-${recipient}`));
    await server.mailTo(`after-${recipient}`);
    expect(server.received.some(({ envelope }) => envelope.to.includes(recipient))).toBe(false);
  });

  it('retries if the server rejects the credentials, and masks the password in the error', async () => {
    await server.stop();
    await server.start();
    server.refusal = { stage: 'auth', code: 535, text: 'wrong password "p@ss word"' };
    await enqueue(service, aMail('auth@example.gov.uk'));
    const row = await emailRow(service, 'auth@example.gov.uk', ({ attempts }) => attempts > 0);
    expect([row.status, row.last_error]).toEqual(['created', expect.stringContaining('wrong password "…"')]);
    server.refusal = null;
    await hurry(service);
    await server.mailTo('auth@example.gov.uk');
  });

  it('keeps e-mails while the server is down, and sends them after its return', async () => {
    await server.stop();
    await enqueue(service, aMail('down@example.gov.uk'));
    const row = await emailRow(service, 'down@example.gov.uk', ({ attempts }) => attempts > 0);
    expect(row.status).toBe('created');
    await server.start();
    await hurry(service);
    expect(await server.mailsTo('down@example.gov.uk')).toHaveLength(1);
  });

  it('continues after an e-mail with an unknown template, which waits for a version that has it', async () => {
    await service.database.query(
      `INSERT INTO notify.email (id, template_id, recipient, personalisation)
       VALUES (gen_random_uuid(), gen_random_uuid(), 'unknown@example.gov.uk', '{}')`,
    );
    await enqueue(
      service,
      aMail('incomplete@example.gov.uk', { personalisation: { body: 'Hello' } }),
      aMail('behind@example.gov.uk'),
    );
    await server.mailTo('behind@example.gov.uk');
    const unknown = await emailRow(service, 'unknown@example.gov.uk', ({ attempts }) => attempts > 0);
    const incomplete = await emailRow(service, 'incomplete@example.gov.uk', ({ attempts }) => attempts > 0);
    expect([unknown.status, unknown.last_error]).toEqual([
      'created',
      expect.stringMatching(/^there is no template/),
    ]);
    expect([incomplete.status, incomplete.last_error]).toEqual([
      'created',
      'the field service_name is missing',
    ]);
  });

  it('stops after 25 attempts and reports the failure', async () => {
    server.refusal = { stage: 'rcpt', code: 451, text: 'come back later' };
    const recipient = 'dead-letter@example.gov.uk';
    const before = await figures(service, 'notify_emails');
    const failedBefore = await figures(service, 'notify_emails_failed_total');
    await enqueue(service, aMail(recipient));
    await emailRow(service, recipient, ({ attempts }) => attempts > 0);
    await service.database.query(
      `UPDATE notify.email SET attempts = 24, next_attempt_at = now() WHERE recipient = $1`,
      [recipient],
    );
    const row = await emailRow(service, recipient, ({ status }) => status !== 'created');
    expect([row.status, row.attempts]).toEqual(['technical-failure', 25]);

    const after = await figures(service, 'notify_emails');
    const failed = await figures(service, 'notify_emails_failed_total');
    const label = '{status="technical-failure"}';
    expect([before[label], after[label]]).toEqual([0, 1]);
    expect(failed['{kind="technical"}']).toBe((failedBefore['{kind="technical"}'] ?? 0) + 1);
    const list = await service.notify.get(
      '/service/d6aa2c68-a2d9-4437-ab19-3ae8eb202553/notifications?template_type=email&status=technical-failure',
    );
    expect(list.body).toMatchObject({
      notifications: [{ attempts: 25, id: row.id, status: 'technical-failure', to: recipient }],
    });
  });
});

describe('the metrics of the outbox', () => {
  it('count e-mails by status, and report the age of the oldest waiting e-mail', async () => {
    const service = await startApp({ MAIL_WORKER: 'false' });
    try {
      expect(await figures(service, 'notify_emails')).toEqual({
        '{status="created"}': 0,
        '{status="sent"}': 0,
        '{status="permanent-failure"}': 0,
        '{status="technical-failure"}': 0,
      });
      expect(await figures(service, 'notify_emails_oldest_waiting_seconds')).toEqual({ '': 0 });
      await enqueue(service, aMail('waits@example.gov.uk'), aMail('sent@example.gov.uk'));
      await service.database.query(`UPDATE notify.email SET created_at = now() - interval '90 s'`);
      await service.database.query(
        `UPDATE notify.email SET status = 'sent', sent_at = now() WHERE recipient LIKE 'sent@%'`,
      );
      expect(await figures(service, 'notify_emails')).toMatchObject({
        '{status="created"}': 1,
        '{status="sent"}': 1,
      });
      const { '': age } = await figures(service, 'notify_emails_oldest_waiting_seconds');
      expect(Math.floor((age ?? 0) / 10)).toBe(9);
    } finally {
      await service.close();
    }
  });

  it('are omitted if the database does not answer', async () => {
    const service = await startApp({}, 1);
    try {
      expect(await figures(service, 'notify_emails')).toEqual({});
      expect(await figures(service, 'notify_emails_oldest_waiting_seconds')).toEqual({});
      expect(await figures(service, 'notify_emails_sent_total')).toEqual({ '': 0 });
    } finally {
      await service.close();
    }
  });
});

/** Starts a second instance of the service on the database of the first. */
function startOther(service: TestApp, server: MailServer): Promise<NestFastifyApplication> {
  const config = readConfig({
    SMTP_URL: server.url,
    MAIL_FROM: mailFrom,
    AUTH_ISSUER: service.issuer.url,
    AUTH_AUDIENCE: 'other',
    DATA_DIR: service.dataDir,
    LOG_LEVEL: 'silent',
  });
  return createApp(config, service.database.url);
}

describe('two instances on one database', () => {
  it('send each e-mail once', async () => {
    const server = await new MailServer().start();
    const service = await startApp({ SMTP_URL: server.url, MAIL_FROM: mailFrom });
    const other = await startOther(service, server);
    try {
      const mails = Array.from({ length: 60 }, (_, index) => aMail(`both-${index}@example.gov.uk`));
      server.isStalling = true;
      await Promise.all(mails.map((mail) => enqueue(service, mail)));
      // Each instance sends one e-mail at a time, so the other instance sends the second e-mail.
      await server.untilRefused(2);
      server.goOn();
      await until('all of them', async () => {
        const rows = await service.database.query(`SELECT FROM notify.email WHERE status = 'sent'`);
        return rows.length === mails.length ? true : null;
      });
      expect(server.received.flatMap(({ envelope }) => envelope.to).sort()).toEqual(
        mails.map((mail) => mail.recipient).sort(),
      );
    } finally {
      await other.close();
      await service.close();
      await server.stop();
    }
  });
});

describe('the stop of the service', () => {
  it('completes the e-mail in flight and starts no other', async () => {
    const server = await new MailServer().start();
    const service = await startApp({ MAIL_WORKER: 'false' });
    const stopping = await startOther(service, server);
    try {
      server.isStalling = true;
      await enqueue(service, aMail('in-hand@example.gov.uk'), aMail('next@example.gov.uk'));
      await server.untilRefused();
      const stopped = stopping.close();
      server.goOn();
      await stopped;
      expect(
        await service.database.query(`SELECT recipient, status FROM notify.email ORDER BY created_at`),
      ).toEqual([
        { recipient: 'in-hand@example.gov.uk', status: 'sent' },
        { recipient: 'next@example.gov.uk', status: 'created' },
      ]);
    } finally {
      await service.close();
      await server.stop();
    }
  });
});

describe('a slow mail server', () => {
  it('delays no request and serves all of them on one connection', async () => {
    const server = await new MailServer().start();
    const service = await startApp({
      SMTP_URL: server.url,
      MAIL_FROM: mailFrom,
      DATABASE_POOL_SIZE: '1',
      DATABASE_TIMEOUT_MS: '30000',
    });
    try {
      server.isStalling = true;
      await enqueue(service, aMail('slow@example.gov.uk'));
      await server.untilRefused();
      const answer = await service.notify.get('/service/d6aa2c68-a2d9-4437-ab19-3ae8eb202553/notifications');
      expect(answer.body).toMatchObject({ notifications: [{ attempts: 0, status: 'created' }] });
      server.goOn();
      await server.mailTo('slow@example.gov.uk');
    } finally {
      await service.close();
      await server.stop();
    }
  });
});

describe('the outbox without a mail server', () => {
  it('writes each e-mail as a file that a mail program opens', async () => {
    const service = await startApp();
    try {
      await enqueue(service, aMail('file@example.gov.uk'));
      const { id } = await emailRow(service, 'file@example.gov.uk', ({ status }) => status === 'sent');
      const folder = join(service.dataDir, 'mail');
      const files = readdirSync(folder);
      expect(files).toEqual([
        expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d.-]+Z-${id}\\.eml$`)),
      ]);
      const bytes = readFileSync(join(folder, files[0] ?? ''));
      expect(bytes.toString('latin1')).not.toMatch(/[^\r]\n/);
      expect(await PostalMime.parse(bytes)).toMatchObject({
        from: { name: 'GOV.UK Notify', address: 'gov.uk.notify@localhost' },
        to: [{ address: 'file@example.gov.uk' }],
        subject: 'Request to go live: Tax Notifications',
        messageId: `<${id}@localhost>`,
        text: expect.stringContaining('Please review the service.') as string,
        html: expect.stringContaining('>Please review the service.</p>') as string,
      });

      // Sending again, as after a crash before the commit, overwrites the same file.
      await service.database.query(`UPDATE notify.email SET status = 'created', sent_at = NULL`);
      await emailRow(service, 'file@example.gov.uk', ({ attempts }) => attempts === 2);
      expect(readdirSync(folder)).toEqual(files);
    } finally {
      await service.close();
    }
  });
});
