import { rmSync } from 'node:fs';

/** Stops the engine and throws its data away. */
export default async function globalTeardown() {
  const { dataDir, server } = globalThis.testEngine;
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
}
