import type { Browser } from 'playwright-core';
import { apis } from '../../../src/modules/apis.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';

describeInChromium('the console in a browser', () => {
  let app: DevelopmentApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await startDevelopmentApp();
    for (const api of apis) await api.loadSample(app.database.url);
    browser = await startChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it.each(['127.0.0.1', 'localhost'])(
    'signs two sample users in at %s, each in a tab, comes back to the deep link, and breaks no policy',
    async (host) => {
      const context = await browser.newContext();
      context.setDefaultTimeout(30_000);
      const trouble: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') trouble.push(message.text());
      });
      context.on('weberror', (error) => trouble.push(error.error().message));
      const page = await context.newPage();
      const link = `http://${host}:${new URL(app.origin).port}/console/flags`;
      await page.goto(link);
      await page.getByRole('button', { name: /super user/i }).click();
      await page.getByText('super@directory.example').first().waitFor();
      expect(page.url()).toBe(link);
      // Another user in the same browser, after the first one.
      const other = await context.newPage();
      await other.goto(link);
      await other.getByRole('button', { name: /administrator/i }).click();
      await other.getByText('admin@sample-bank.example').first().waitFor();
      expect(other.url()).toBe(link);
      expect(trouble).toEqual([]);
      await context.close();
    },
  );
});
