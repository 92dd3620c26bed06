import type { Browser } from 'playwright-core';
import { apis } from '../../../src/modules/apis.js';
import { findChromium, startChromium } from '../../support/chromium.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';

const chromiumPath = findChromium();

(chromiumPath === null ? describe.skip : describe)('the console in a browser', () => {
  let app: DevelopmentApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await startDevelopmentApp();
    for (const api of apis) await api.loadSample(app.database.url);
    browser = await startChromium(chromiumPath ?? '');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it.each(['127.0.0.1', 'localhost'])(
    'signs a sample user in at %s, comes back to the deep link, and breaks no policy',
    async (host) => {
      const context = await browser.newContext();
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') trouble.push(message.text());
      });
      page.on('pageerror', (error) => trouble.push(error.message));
      const calls: string[] = [];
      page.on('request', (request) => {
        calls.push(request.headers().authorization?.split(' ')[0] ?? '');
      });
      const link = `http://${host}:${new URL(app.origin).port}/console/flags`;
      await page.goto(link);
      await page.getByRole('button', { name: /super user/i }).click();
      await page.getByText('super@directory.example').first().waitFor();
      expect(page.url()).toBe(link);
      expect(trouble).toEqual([]);
      await context.close();
    },
  );
});
