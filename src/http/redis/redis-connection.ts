import { createClient } from '@redis/client';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

/** Timeout of Redis. After it the instance decides alone, so that no request waits for Redis. */
const redisTimeoutMs = 100;
/** Pause after a failure, during which Redis is not used. */
const backoffMs = 1_000;
const maxReconnectDelayMs = 2_000;

/** The connection to Redis (REDIS_URL), where instances share their counts. The service works without Redis: see `ask`. */
export class RedisConnection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RedisConnection.name);
  readonly client;
  private backoffUntilMs = 0;
  private isUnavailable = false;

  constructor(url: string) {
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2_000,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), maxReconnectDelayMs),
      },
    });
    this.client.on('error', (error: unknown) => {
      this.noteUnavailable(error);
    });
  }

  /** Does not wait for Redis: the service starts without it. */
  onApplicationBootstrap(): void {
    this.client.connect().catch((error: unknown) => {
      this.noteUnavailable(error);
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** Runs a command. Returns null if Redis does not respond, or failed within the last second. */
  async ask<Reply extends object | string>(command: () => Promise<Reply>): Promise<Reply | null> {
    if (performance.now() < this.backoffUntilMs) return null;
    try {
      const reply = await withTimeout(command(), redisTimeoutMs);
      this.noteAvailable();
      return reply;
    } catch (error) {
      this.backoffUntilMs = performance.now() + backoffMs;
      this.noteUnavailable(error);
      return null;
    }
  }

  private noteUnavailable(error: unknown): void {
    if (this.isUnavailable) return;
    this.isUnavailable = true;
    this.logger.warn(
      `Redis does not answer; each instance counts for itself until it does: ${String(error)}`,
    );
  }

  private noteAvailable(): void {
    if (!this.isUnavailable) return;
    this.isUnavailable = false;
    this.logger.warn('Redis answers again: requests are counted for all instances together.');
  }
}

/** @throws Error after the timeout; the late result is ignored */
async function withTimeout<Result>(result: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
    result.catch(() => undefined);
  }
}
