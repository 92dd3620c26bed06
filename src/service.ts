import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config, readConfig } from './config/config.js';
import { type OpenDatabase, openDatabase } from './database/open-database.js';
import { createApp } from './create-app.js';
import { greeting } from './greeting.js';
import { ServiceError } from './service-error.js';

/** What is in flight gets this long when the process is asked to stop. */
const shutdownGraceMs = 30_000;
const idleSweepMs = 50;

/**
 * Runs the service until SIGTERM or SIGINT: opens the database, migrates it (not in production), listens, says where.
 * @throws ConfigError, EmbeddedServerError, ServiceError
 */
export async function runService(): Promise<void> {
  const config = readConfig();
  const signals = new StopSignals();
  const database = await openDatabase(config, (line) => process.stderr.write(`${line}\n`));
  let app: NestFastifyApplication | undefined;
  try {
    if (!config.isProduction) await prepare(database);
    app = await createApp(config, database.serviceUrl);
    await listen(app, config);
    database.keepRunning();
  } catch (error) {
    // What is told is why the start failed, whatever becomes of the clean-up.
    await app?.close().catch(() => undefined);
    await database.close().catch(() => undefined);
    throw error;
  }
  signals.stopWith(stopOf(app, database));
  process.stdout.write(await greeting(config));
}

/** Loaded only where it is used: TypeORM takes a tenth of the service's start. */
async function prepare(database: OpenDatabase): Promise<void> {
  const { prepareDatabase } = await import('./prepare-database.js');
  await prepareDatabase(database);
}

async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  try {
    // Fastify's own: Nest's would log the error that is told in plain words below.
    await app.getHttpAdapter().getInstance().listen({ port: config.port, host: config.host });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ServiceError(
        `Port ${config.port} on ${config.host} is taken by another process; set PORT to a free one.`,
      );
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAFNOSUPPORT') {
      throw new ServiceError(`HOST is "${config.host}", which is no address of this machine (${code}).`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new ServiceError(
        `The service may not listen on ${config.host} port ${config.port} (${code}); set HOST and PORT.`,
      );
    }
    throw error;
  }
}

/** Stops accepting, lets what is in flight finish, closes the pool and the embedded server, exits 0. */
function stopOf(app: NestFastifyApplication, database: OpenDatabase): () => Promise<void> {
  return async () => {
    try {
      await closeInTime(app);
    } finally {
      await database.close();
    }
    process.exit(0);
  };
}

/** SIGTERM and SIGINT from the first moment on: what comes during the start is obeyed at its end, nothing is left behind. */
class StopSignals {
  private isAsked = false;
  private stop: (() => Promise<void>) | null = null;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.ask();
      });
  }

  stopWith(stop: () => Promise<void>): void {
    this.stop = stop;
    if (this.isAsked) stop().catch(failToStop);
  }

  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.stop?.().catch(failToStop);
  }
}

/** What has not finished after the grace is cut off. */
async function closeInTime(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, shutdownGraceMs);
  // A connection that was busy when the stop began would otherwise be kept for the client's next request.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, idleSweepMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cutOff);
    clearInterval(sweep);
  }
}

function failToStop(error: unknown): void {
  process.stderr.write(`The service did not stop cleanly: ${String(error)}\n`);
  process.exit(1);
}
