import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentApiKey } from '../../src/config/notify-config.js';
import { aMemberRow, anOrganisationRow, aServiceRow, aUserRow } from '../support/builders/notify-rows.js';
import { MailServer } from '../support/mail-server.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

/** Maximum time of two process starts. */
const twoStartsMs = 90_000;

describe('a service killed between commit and sending', () => {
  let dataDir: string;
  let database: TestDatabase;
  let server: MailServer;
  let service: ServiceProcess | undefined;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-kill-'));
    database = await createTestDatabase();
    server = await new MailServer().start();
  });
  afterEach(async () => {
    await service?.stop('SIGTERM');
    await server.stop();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async (): Promise<ServiceProcess> => {
    const started = ServiceProcess.start({
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      MAIL_FROM: 'GOV.UK Notify <gov.uk.notify@notifications.example>',
      PORT: await freePort(),
      SMTP_URL: server.url,
    });
    service = started;
    await started.untilReady();
    return started;
  };
  /** Requests to go live with the requester as the only approver; returns the requester's address. */
  const requestGoLive = async (origin: string): Promise<string> => {
    const organisationId = await anOrganisationRow(database);
    const userId = await aUserRow(database);
    await aMemberRow(database, organisationId, userId, ['can_make_services_live']);
    const serviceId = await aServiceRow(database, {
      organisation_id: organisationId,
      go_live_user_id: userId,
    });
    const answer = await fetch(`${origin}/organisation/notify-users-of-request-to-go-live/${serviceId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${developmentApiKey}` },
    });
    expect(answer.status).toBe(204);
    return `user-${userId}@example.gov.uk`;
  };
  const subjectsTo = async (address: string): Promise<(string | undefined)[]> =>
    (await server.mailsTo(address, 2)).map(({ mail }) => mail.subject);

  it(
    'sends its e-mail after the restart if no server accepted it before',
    async () => {
      await server.stop();
      const first = await start();
      const address = await requestGoLive(first.origin);
      await first.stop('SIGKILL');
      await server.start();
      await database.query('UPDATE notify.email SET next_attempt_at = now()');
      await start();
      expect(await subjectsTo(address)).toEqual([
        expect.stringMatching(/^Request to go live: Service /),
        'Your request to go live',
      ]);
    },
    twoStartsMs,
  );

  it(
    'sends its e-mail at once after the restart if the service died while sending',
    async () => {
      server.isStalling = true;
      const first = await start();
      const address = await requestGoLive(first.origin);
      await server.untilRefused();
      await first.stop('SIGKILL');
      server.isStalling = false;
      await start();
      expect(await subjectsTo(address)).toEqual([
        expect.stringMatching(/^Request to go live: Service /),
        'Your request to go live',
      ]);
      // The server has received the e-mail shortly before the row has its new status.
      const attempts = await until('both rows to be sent', async () => {
        const rows = await database.query<{ status: string; attempts: number }>(
          `SELECT status, attempts FROM notify.email`,
        );
        return rows.every((row) => row.status === 'sent') ? rows.map((row) => row.attempts) : null;
      });
      expect(attempts).toEqual([1, 1]);
    },
    twoStartsMs,
  );
});
