import type { Browser } from 'playwright-core';
import { startApp } from '../../support/app.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { startDevelopmentApp } from '../../support/development-app.js';
import { SwaggerUi } from '../../support/swagger-ui.js';

describeInChromium('a token in Swagger UI', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  }, 60_000);
  afterAll(() => browser.close());

  /** Authorises with a token over one that is stored already; returns what the browser stores then. */
  const storedAt = async (origin: string): Promise<unknown> => {
    const page = await browser.newPage();
    await page.addInitScript(`localStorage.authorized ??= '{"left":"over"}'`);
    const ui = await SwaggerUi.load(page, `${origin}/docs`);
    await ui.authorizeToken('a-token-of-this-test');
    const stored: unknown = await page.evaluate('localStorage.authorized ?? null');
    await page.close();
    return stored;
  };

  it('of an issuer is stored nowhere, and one from before is deleted', async () => {
    const service = await startApp();
    expect(await storedAt(service.origin)).toBeNull();
    await service.close();
  }, 60_000);

  it('of the development server survives a reload', async () => {
    const app = await startDevelopmentApp();
    expect(await storedAt(app.origin)).toContain('a-token-of-this-test');
    await app.close();
  }, 60_000);
});
