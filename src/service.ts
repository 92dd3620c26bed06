import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { readConfig } from './config/config.js';
import { missingClientNotice } from './config/console-config.js';
import { exposureWarnings } from './config/exposure.js';
import { type OpenDatabase, openDatabase } from './database/open-database.js';
import { closeInTime } from './close-in-time.js';
import { createApp } from './create-app.js';
import { greeting } from './greeting.js';
import { createManagementServer } from './health/management-server.js';
import { Readiness } from './health/readiness.js';
import { IssuerKeys } from './http/auth/issuer-keys.js';
import { findConsole } from './http/pages/find-console.js';
import { Metrics } from './metrics/metrics.js';
import { requireServiceRole } from './require-service-role.js';
import { ServiceError } from './service-error.js';

/**
 * Runs the service until SIGTERM or SIGINT: opens the database, migrates it (in production, checks its role instead),
 * listens, prints the greeting. SIGHUP fetches the keys of the issuer at once.
 * @throws ConfigError, EmbeddedServerError, ServiceError
 */
export async function runService(): Promise<void> {
  const config = readConfig(undefined, 'service');
  exposureWarnings(config).forEach(warn);
  const signals = new StopSignals(config.shutdownGraceSeconds);
  const database = await openDatabase(config, say);
  let app: NestFastifyApplication | undefined;
  let management: FastifyInstance | undefined;
  // The keys of the development server never change, and there a closed terminal should end the service.
  if (!config.auth.isDevelopmentServer) {
    process.on('SIGHUP', () => {
      say('SIGHUP: fetching the keys of the issuer.');
      void app?.get(IssuerKeys).refreshNow();
    });
  }
  try {
    if (config.isProduction) await requireServiceRole(database.serviceUrl, config, warn, endAtOnce);
    else await prepare(database);
    app = await createApp(config, database.serviceUrl);
    // Fastify's own listen: Nest's would also log the error that becomes a sentence.
    await listen(app.getHttpAdapter().getInstance(), 'PORT', config.port, config.host);
    if (config.managementPort !== null) {
      management = createManagementServer(app.get(Readiness), app.get(Metrics));
      await listen(management, 'MANAGEMENT_PORT', config.managementPort, config.host);
    }
    database.keepRunning();
  } catch (error) {
    // A failed clean-up must not hide why the start failed.
    await management?.close().catch(() => undefined);
    await app?.close().catch(() => undefined);
    await database.close().catch(() => undefined);
    throw error;
  }
  signals.stopWith(stopOf(app, management, database, config.shutdownGraceSeconds * 1_000));
  // After the start: one that fails prints its reason alone.
  const notice = missingClientNotice(config.console);
  if (notice !== null) say(notice);
  process.stdout.write(greeting(config, findConsole() !== null));
}

/** Imports TypeORM only here: it takes a tenth of the service's start. */
async function prepare(database: OpenDatabase): Promise<void> {
  const { prepareDatabase } = await import('./prepare-database.js');
  await prepareDatabase(database);
}

async function listen(
  server: FastifyInstance,
  setting: 'PORT' | 'MANAGEMENT_PORT',
  port: number,
  host: string,
): Promise<void> {
  try {
    await server.listen({ port, host });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ServiceError(
        `Port ${port} on ${host} is taken by another process; set ${setting} to a free one.`,
      );
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAFNOSUPPORT') {
      throw new ServiceError(`HOST is "${host}", which is no address of this machine (${code}).`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new ServiceError(
        `The service may not listen on ${host} port ${port} (${code}); set HOST and ${setting}.`,
      );
    }
    throw error;
  }
}

/** Returns the stop: accept no more, finish requests in flight, close the pools and the embedded server, exit 0. */
function stopOf(
  app: NestFastifyApplication,
  management: FastifyInstance | undefined,
  database: OpenDatabase,
  graceMs: number,
): () => Promise<void> {
  return async () => {
    // The next start takes over what is left, as after a kill.
    setTimeout(() => {
      say('Stopped at the end of SHUTDOWN_GRACE_SECONDS, before everything was closed.');
      process.exit(0);
    }, graceMs).unref();
    try {
      // At once: a service that accepts no more requests must not look ready.
      await management?.close();
      await closeInTime(app, graceMs);
    } finally {
      await database.close();
    }
    say('Stopped.');
    process.exit(0);
  };
}

/** Handles SIGTERM and SIGINT; a signal during the start takes effect at its end, so that nothing is left behind. */
class StopSignals {
  private isStopping = false;
  private stop: (() => Promise<void>) | null = null;

  constructor(private readonly graceSeconds: number) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.request();
      });
  }

  stopWith(stop: () => Promise<void>): void {
    this.stop = stop;
    if (this.isStopping) stop().catch(failToStop);
  }

  private request(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    say(`Stopping: requests in flight have ${this.graceSeconds} seconds to finish.`);
    this.stop?.().catch(failToStop);
  }
}

/** Writes a line to standard error; standard output has the log. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function warn(sentence: string): void {
  say(`Warning: ${sentence}`);
}

/** For a database that answers only after the start, and then must not be used. */
function endAtOnce(sentence: string): void {
  say(sentence);
  process.exit(1);
}

function failToStop(error: unknown): void {
  process.stderr.write(`The service did not stop cleanly: ${String(error)}\n`);
  process.exit(1);
}
