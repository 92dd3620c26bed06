import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const idleSweepMs = 50;
/** Time kept of the grace period for the pools and the embedded server; at most a tenth of it. */
const maxCleanUpMs = 1_000;

/**
 * Closes the application: accepts no more, and cuts the connections whose requests have not ended shortly before the end
 * of the grace period.
 */
export async function closeInTime(app: NestFastifyApplication, graceMs: number): Promise<void> {
  const server = app.getHttpServer();
  const cutOff = setTimeout(
    () => {
      server.closeAllConnections();
    },
    graceMs - Math.min(maxCleanUpMs, graceMs / 10),
  );
  // Otherwise a connection that was busy when the stop began stays open for the client's next request.
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
