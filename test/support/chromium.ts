import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
// The headless shell is first: it has no window of its own, which costs Chromium half of its time.
import usualPlaces from './chromium-places.json' with { type: 'json' };

/**
 * Path of Chromium: `CHROMIUM_PATH`, or a usual location; null if not installed.
 * @throws Error in CI (`CI=true`), where a skipped browser test would be unnoticed
 */
function findChromium(): string | null {
  const given = process.env.CHROMIUM_PATH ?? '';
  const path = given === '' ? usualPlaces.find((place) => existsSync(place)) : given;
  if (path !== undefined) return path;
  const hint = 'no Chromium was found: install it (Debian: the package chromium) or set CHROMIUM_PATH';
  if (process.env.CI === 'true') throw new Error(hint);
  process.stderr.write(`The browser tests are skipped: ${hint}\n`);
  return null;
}

const installed = findChromium();

/** Runs the tests of a file in Chromium, and skips them where it is not installed. */
export const describeInChromium = installed === null ? describe.skip : describe;

/** Starts Chromium headless with a new profile, which is deleted when the browser is closed. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: installed ?? '',
    headless: true,
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
