/**
 * Takes a picture of every page of the console, at 390 and 1,440 pixels and in both themes, on a new embedded database:
 * `npm run screenshots -- FOLDER`. Names are `<page>-<width>-<theme>.png`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { freePort } from '../test/support/free-port.js';

const root = join(import.meta.dirname, '..');
const superUser = 'super@directory.example';
const widths = [390, 1_440];
const themes = ['light', 'dark'];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder: npm run screenshots -- FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const built = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-screenshots-'));
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const service = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
  env: { PATH: process.env.PATH, PORT: port, DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const hasEnded = new Promise((resolve) => service.once('exit', resolve));
try {
  await untilReady();
  await takeAll();
} finally {
  service.kill('SIGTERM');
  await hasEnded;
  rmSync(dataDir, { recursive: true });
}

async function takeAll() {
  const pages = readSupport('console-pages.json');
  const places = readSupport('chromium-places.json');
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((place) => existsSync(place));
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false, args: ['--disable-gpu'] });
  for (const width of widths) {
    for (const colorScheme of themes) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      await page.goto(`${origin}/console/`);
      await page.screenshot({ path: fileOf('sign-in', width, colorScheme), fullPage: true });
      await page.getByRole('button', { name: superUser }).click();
      await page.locator('#menu nav').waitFor({ state: 'attached' });
      for (const { name, path } of pages) {
        await page.goto(`${origin}/console/${path}`);
        await page.locator('#menu nav').waitFor({ state: 'attached' });
        await page.locator('#content h1').waitFor();
        // The live feed stays open, so the network is never idle.
        await page.locator('[aria-busy=true], [data-loading]').first().waitFor({ state: 'detached' });
        await page.screenshot({ path: fileOf(name, width, colorScheme), fullPage: true });
      }
      await context.close();
    }
  }
  await browser.close();
  console.log(`${(pages.length + 1) * widths.length * themes.length} pictures in ${folder}`);
}

/** Returns what the tests of the console know too. */
function readSupport(name) {
  return JSON.parse(readFileSync(join(root, 'test', 'support', name), 'utf8'));
}

function fileOf(name, width, theme) {
  return join(folder, `${name}-${width}-${theme}.png`);
}

async function untilReady() {
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error('The service did not get ready.');
}
