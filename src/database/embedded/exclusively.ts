import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server-error.js';
import { ProcessRegister } from './process-register.js';

const MAX_WAIT_MS = 180_000;
const NOTICE_AFTER_MS = 2_000;

/**
 * Runs `task` while no other process (nor another call in this one) runs a task for the same `folder`.
 *
 * Everyone puts down a claim of its own first and only then looks for others; whoever sees one takes its claim
 * back and tries again later. Two can't both look before the other claims, so two never get in; and since nobody
 * deletes a live claim, taking over from a killed process has no race.
 * @throws EmbeddedServerError after three minutes of waiting
 */
export async function exclusively<T>(
  folder: string,
  log: (line: string) => void,
  task: () => Promise<T>,
): Promise<T> {
  const claims = new ProcessRegister(folder);
  const claim = await waitForClaim(claims, log);
  try {
    return await task();
  } finally {
    await claims.remove(claim);
  }
}

async function waitForClaim(claims: ProcessRegister, log: (line: string) => void): Promise<string> {
  const since = Date.now();
  let noticed = false;
  for (;;) {
    const claim = await claimAlone(claims);
    if (claim !== undefined) return claim;
    const waitedMs = Date.now() - since;
    if (waitedMs > MAX_WAIT_MS) {
      throw new EmbeddedServerError(
        `Another process is still starting or stopping the embedded database. If none does, empty ${claims.folder}.`,
      );
    }
    if (waitedMs > NOTICE_AFTER_MS && !noticed) {
      noticed = true;
      log('waiting for another process that is starting or stopping the embedded database');
    }
    await sleep(10 + Math.random() * 40);
  }
}

async function claimAlone(claims: ProcessRegister): Promise<string | undefined> {
  if ((await claims.live()).length > 0) return undefined;
  const claim = await claims.add();
  let isAlone = false;
  try {
    isAlone = (await claims.live()).every((entry) => entry === claim);
  } finally {
    if (!isAlone) await claims.remove(claim);
  }
  return isAlone ? claim : undefined;
}
