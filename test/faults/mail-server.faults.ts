import { setTimeout as sleep } from 'node:timers/promises';
import { MailServer } from '../support/mail-server.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { MailLoad } from './support/mails.js';
import { Stage } from './support/stage.js';

describe('the emails of acknowledged requests', () => {
  let stage: Stage;
  let database: TestDatabase;
  let server: MailServer;
  let mails: MailLoad;
  beforeEach(async () => {
    stage = await Stage.set();
    database = await createTestDatabase();
    server = await new MailServer().start();
    mails = await MailLoad.prepare(database);
  });
  afterEach(async () => {
    server.goOn();
    await stage.clear();
    await server.stop();
    await database.drop();
  });

  const start = (): Promise<ServiceProcess> =>
    stage.startService({
      DATABASE_URL: database.serviceUrl,
      MAIL_FROM: 'GOV.UK Notify <gov.uk.notify@notifications.example>',
      SMTP_URL: server.url,
    });

  it('are sent when a stopped server starts', async () => {
    const service = await start();
    await server.stop();
    await mails.request(10, service);
    await until('attempts', async () => {
      const [row] = await database.query<{ attempts: number }>(
        'SELECT max(attempts)::int AS attempts FROM notify.email',
      );
      return (row?.attempts ?? 0) > 0 ? true : null;
    });
    await server.start();
    await mails.conclude('mail server down', [server], { mayRepeat: false });
  });

  it('are sent through a slow server, and after a timeout of a silent one', async () => {
    const service = await start();
    server.delayMs = 100;
    await mails.request(5, service);
    await until('two mails', () => (server.received.length >= 2 ? true : null));
    server.isStalling = true;
    await mails.request(5, service);
    await server.untilRefused();
    // Longer than the timeout for a silent server.
    await sleep(11_000);
    server.goOn();
    await mails.conclude('mail server slow', [server], { mayRepeat: true });
  });

  it('are sent after a server dies in mid-email and after one dies before acknowledging an email', async () => {
    const service = await start();
    let deaths = 0;
    for (const moment of ['in the data', 'before the answer', 'in the data', 'before the answer'] as const) {
      server.diesNext = moment;
      await mails.request(3, service);
      // Reset when the server has died.
      await until('the server to die', async () => {
        await database.query(
          `UPDATE notify.email SET next_attempt_at = now() WHERE id IN (
             SELECT id FROM notify.email WHERE status = 'created' FOR UPDATE SKIP LOCKED)`,
        );
        return server.diesNext === null ? true : null;
      });
      deaths += 1;
      await server.start();
    }
    await mails.conclude('mail server dies in mid-conversation', [server], {
      mayRepeat: true,
      notes: [`${deaths} deaths`],
    });
  });

  it('are sent once each by two instances', async () => {
    const instances = await Promise.all([start(), start()]);
    server.delayMs = 10;
    await mails.request(20, ...instances);
    await mails.conclude('mail of two instances', [server], { mayRepeat: false });
  });
});
