import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server-error.js';
import { ProcessRegister } from './process-register.js';

const maxWaitMs = 180_000;
const noticeAfterMs = 2_000;

/**
 * Runs `task` while no other process, and no other call in this one, runs a task for the same folder.
 *
 * A process adds its own entry first and then looks for others; if there is one, it removes its own and tries again
 * later. Two processes can't both look before the other has added its entry, so two never hold the lock. Nobody deletes
 * the entry of a living process, so taking the lock over from a killed one has no race.
 * @param log receives one line when the wait gets long
 * @throws EmbeddedServerError after three minutes of waiting
 */
export async function withProcessLock<T>(
  folder: string,
  log: (line: string) => void,
  task: () => Promise<T>,
): Promise<T> {
  const register = new ProcessRegister(folder);
  const entry = await acquire(register, log);
  try {
    return await task();
  } finally {
    await register.remove(entry);
  }
}

async function acquire(register: ProcessRegister, log: (line: string) => void): Promise<string> {
  const beganMs = performance.now();
  let isNoticed = false;
  for (;;) {
    const entry = await tryAcquire(register);
    if (entry !== undefined) return entry;
    const waitedMs = performance.now() - beganMs;
    if (waitedMs > maxWaitMs) {
      throw new EmbeddedServerError(
        `Another process is still starting or stopping the embedded database. If none does, empty ${register.folder}.`,
      );
    }
    if (waitedMs > noticeAfterMs && !isNoticed) {
      isNoticed = true;
      log('waiting for another process that is starting or stopping the embedded database');
    }
    await sleep(10 + Math.random() * 40);
  }
}

async function tryAcquire(register: ProcessRegister): Promise<string | undefined> {
  if ((await register.living()).length > 0) return undefined;
  const entry = await register.add();
  let isAlone = false;
  try {
    isAlone = (await register.living()).every((other) => other === entry);
  } finally {
    if (!isAlone) await register.remove(entry);
  }
  return isAlone ? entry : undefined;
}
