import pg from 'pg';

/** Called for each notification of a channel, with its payload. */
export type NotificationHandlers = Readonly<Record<string, (payload: string) => void>>;

const connectTimeoutMs = 5_000;
const retryMs = 1_000;

/**
 * Listens to channels on a connection of its own, which it opens again after a failure. Notifications that are sent
 * meanwhile are lost, so users also look by themselves from time to time.
 */
export class NotificationListener {
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @param handlers by channel; channel names are identifiers that need no quotes */
  constructor(
    private readonly url: string,
    private readonly handlers: NotificationHandlers,
  ) {}

  start(): void {
    void this.connect();
  }

  /** Closes the connection. Never throws. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'organisations-directory listener',
      keepAlive: true,
    });
    this.client = client;
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => {
      this.handlers[channel]?.(payload ?? '');
    });
    client.once('end', () => {
      this.connectLater(client);
    });
    try {
      await client.connect();
      for (const channel of Object.keys(this.handlers)) await client.query(`LISTEN ${channel}`);
    } catch {
      await client.end().catch(() => undefined);
      this.connectLater(client);
    }
  }

  private connectLater(client: pg.Client): void {
    if (this.isStopped || this.client !== client) return;
    this.client = null;
    this.retry = setTimeout(() => {
      void this.connect();
    }, retryMs);
    this.retry.unref();
  }
}
