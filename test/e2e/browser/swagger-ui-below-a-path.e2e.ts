import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../../support/app.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { hasNginx, type Nginx, startNginx } from '../../support/nginx.js';
import { SwaggerUi } from '../../support/swagger-ui.js';

/** Skipped without Chromium or nginx (Debian: `apt-get install chromium nginx-light`). */
(hasNginx ? describeInChromium : describe.skip)('Swagger UI below a path that nginx strips', () => {
  let service: TestApp;
  let nginx: Nginx;
  let browser: Browser;
  beforeAll(async () => {
    service = await startApp({
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_ORIGINS: 'https://api.example.com/directory',
    });
    const { port } = new URL(service.origin);
    nginx = await startNginx([port, port]);
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    await nginx.stop();
    await service.close();
  });

  it.each(['/directory/docs', '/directory/docs/'])(
    'opened at %s, sends every request below the path',
    async (path) => {
      const page = await (await browser.newContext()).newPage();
      const outside: string[] = [];
      const failed: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(`${nginx.origin}/directory/`)) outside.push(request.url());
      });
      page.on('response', (response) => {
        if (response.status() >= 400)
          failed.push(`${response.status()} ${response.url().split('?')[0] ?? ''}`);
      });
      const ui = await SwaggerUi.load(page, `${nginx.origin}${path}`);
      expect((await ui.execute('GET', '/organisations')).status).toBe('401');
      expect(outside.filter((url) => !/^data:|\/openid-configuration$/.test(url))).toEqual([]);
      expect(failed).toEqual([`401 ${nginx.origin}/directory/organisations`]);
      await page.context().close();
    },
  );
});
