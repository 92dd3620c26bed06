import { setTimeout as sleep } from 'node:timers/promises';
import { anApiKey } from '../../support/builders/notify-api-key.js';
import { aMemberRow, anOrganisationRow, aServiceRow, aUserRow } from '../../support/builders/notify-rows.js';
import type { MailServer } from '../../support/mail-server.js';
import type { TestDatabase } from '../../support/postgres.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { type Row, report } from './row.js';

const deliveryLimitMs = 500_000;
const hurryEveryMs = 250;

/** Go-live requests; each acknowledged request causes two emails. */
export class MailLoad {
  private readonly deliveredAtMs: number[] = [];
  private requests = 0;
  private acknowledged = 0;
  private readonly beganMs = performance.now();

  private constructor(
    private readonly database: TestDatabase,
    private readonly serviceId: string,
    private readonly key: string,
  ) {}

  static async prepare(database: TestDatabase): Promise<MailLoad> {
    const organisationId = await anOrganisationRow(database);
    const userId = await aUserRow(database);
    await aMemberRow(database, organisationId, userId, ['can_make_services_live']);
    const serviceId = await aServiceRow(database, {
      organisation_id: organisationId,
      go_live_user_id: userId,
    });
    return new MailLoad(database, serviceId, await anApiKey(database, { scopes: ['mail'] }));
  }

  async request(times: number, ...instances: readonly ServiceProcess[]): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      const origin = instances[time % instances.length]?.origin ?? '';
      this.requests += 1;
      const answer = await fetch(
        `${origin}/organisation/notify-users-of-request-to-go-live/${this.serviceId}`,
        { method: 'POST', headers: { authorization: `Bearer ${this.key}` } },
      );
      await answer.text();
      if (answer.status === 204) this.acknowledged += 1;
    }
  }

  /**
   * Waits until all emails are sent, compares them with those that the servers accepted, and adds the row of the fault to
   * the table. An email may arrive more than once when the service can not know whether a server accepted it.
   */
  async conclude(
    fault: Row['fault'],
    servers: readonly MailServer[],
    { mayRepeat, notes = [] }: { readonly mayRepeat: boolean; readonly notes?: readonly string[] },
  ): Promise<void> {
    const ids = await this.untilSent(servers);
    const taken = servers.flatMap(({ received }) => received.map(({ mail }) => mail.messageId ?? ''));
    const countOf = (id: string): number => taken.filter((messageId) => messageId.includes(id)).length;
    const repeated = ids.filter((id) => countOf(id) > 1).length;
    const lost =
      ids.filter((id) => countOf(id) === 0).length + Math.max(0, 2 * this.acknowledged - ids.length);
    const duplicated = mayRepeat ? 0 : repeated;
    const told = [...notes, `${ids.length} mails, ${repeated} of them taken more than once`];
    report({
      fault,
      requests: this.requests,
      acknowledged: this.acknowledged,
      lost,
      duplicated,
      longestOutageMs: this.longestOutageMs(),
      notes: told,
    });
    expect({ acknowledged: this.acknowledged, mails: ids.length, lost, duplicated }).toEqual({
      acknowledged: this.requests,
      mails: 2 * this.requests,
      lost: 0,
      duplicated: 0,
    });
  }

  /** Returns the ids of all emails when all are sent. Emails that wait for a retry are made due. */
  private async untilSent(servers: readonly MailServer[]): Promise<string[]> {
    const deadline = Date.now() + deliveryLimitMs;
    while (Date.now() < deadline) {
      this.noteDelivered(servers);
      await this.database.query(`UPDATE notify.email SET next_attempt_at = now() WHERE status = 'created'
        AND id IN (SELECT id FROM notify.email WHERE status = 'created' FOR UPDATE SKIP LOCKED)`);
      const rows = await this.database.query<{ id: string; status: string }>(
        'SELECT id, status FROM notify.email',
      );
      if (rows.every(({ status }) => status === 'sent')) return rows.map(({ id }) => id);
      await sleep(hurryEveryMs);
    }
    throw new Error('there are mails that nobody sends');
  }

  private noteDelivered(servers: readonly MailServer[]): void {
    const count = servers.reduce((sum, { received }) => sum + received.length, 0);
    while (this.deliveredAtMs.length < count) this.deliveredAtMs.push(performance.now());
  }

  /** Measures the time without an accepted email, to a quarter of a second. */
  private longestOutageMs(): number {
    const times = [this.beganMs, ...this.deliveredAtMs];
    return Math.round(Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time))));
  }
}
