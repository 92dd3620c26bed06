import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { apis } from '../../../src/modules/apis.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { type DocumentedOperation, documentedOperations } from '../../support/documented-operations.js';
import { SwaggerUi } from '../../support/swagger-ui.js';

const wide = { width: 1_440, height: 900 };
const phone = { width: 390, height: 844 };

/**
 * The operations that the browser executes: all of the directory, and of Notify the first of each tag.
 * test/e2e/process/openapi-examples.e2e.ts sends what the fields hold for all.
 */
function driven(api: string): DocumentedOperation[] {
  // The sample has no e-mail, and only an e-mail holds the token of an invite.
  const operations = documentedOperations(api).filter(
    ({ operationId }) => operationId !== 'getInviteByToken',
  );
  const isFirst = ({ tags }: DocumentedOperation, index: number): boolean =>
    operations.findIndex((other) => other.tags[0] === tags[0]) === index;
  const wanted = api === 'directory' ? operations : operations.filter(isFirst);
  // Deletions come last: the other operations need the object of the sample.
  const isDeletion = ({ method }: DocumentedOperation): boolean => method === 'DELETE';
  return [...wanted.filter((one) => !isDeletion(one)), ...wanted.filter(isDeletion)];
}

/** Leaves only these operations in the documents that the page loads: a click among 59 operations takes seconds. */
async function showOnly(page: Page, operations: readonly DocumentedOperation[]): Promise<void> {
  const isShown = (path: string, method: string): boolean =>
    operations.some((one) => one.path === path && one.method.toLowerCase() === method);
  await page.route('**/openapi/*.json', async (route) => {
    const response = await route.fetch();
    const document = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    const paths = Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).filter(([method]) => isShown(path, method))),
    ]);
    await route.fulfill({ response, json: { ...document, paths: Object.fromEntries(paths) as object } });
  });
}

describeInChromium('the pages in a browser', () => {
  let app: DevelopmentApp;
  let browser: Browser;
  let page: Page;
  const trouble: string[] = [];

  beforeAll(async () => {
    app = await startDevelopmentApp();
    for (const api of apis) await api.loadSample(app.database.url);
    browser = await startChromium();
  }, 60_000);
  afterEach(async () => {
    await page.context().close();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  const openPage = async (options: BrowserContextOptions): Promise<void> => {
    trouble.length = 0;
    const context = await browser.newContext(options);
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    // A blocked script, style or image is an error on the console too.
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    page.on('pageerror', (error) => trouble.push(error.message));
  };

  // As text, because the tests compile without the types of a browser.
  const widthBeyond = (): Promise<number> =>
    page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  const background = (): Promise<string> =>
    page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const links = (): Promise<string[]> =>
    page.evaluate<string[]>("[...document.querySelectorAll('.cards a, .bar a')].map((link) => link.href)");

  it('follow every link of Swagger UI to an answer', async () => {
    await openPage({ viewport: wide });
    for (const path of ['/docs', '/docs/']) {
      await page.goto(app.origin + path);
      const targets = await links();
      expect(targets.length).toBeGreaterThanOrEqual(8);
      for (const link of targets) {
        const { status } = await fetch(link, { headers: { accept: 'text/html,*/*;q=0.8' } });
        expect([link, status]).toEqual([link, 200]);
      }
    }
  });

  it.each([
    ['dark', 'rgb(17, 23, 29)'],
    ['light', 'rgb(244, 246, 248)'],
  ] as const)('follow the %s mode of the browser', async (colorScheme, colour) => {
    await openPage({ viewport: phone, colorScheme });
    await SwaggerUi.load(page, `${app.origin}/docs`);
    expect(await page.locator('html.dark-mode').count()).toBe(colorScheme === 'dark' ? 1 : 0);
    expect(await background()).toBe(colour);
  });

  it.each([
    ['1,440 pixels', wide],
    ['390 pixels', phone],
  ])('show Swagger UI with an operation open without scrolling sideways at %s', async (_, viewport) => {
    await openPage({ viewport });
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    expect(await widthBeyond()).toBe(0);
    await ui.open('GET', '/organisations');
    expect(await widthBeyond()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it('show the sign-in forms with client credentials first and without DPoP', async () => {
    await openPage({ viewport: wide });
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    const titles = (await ui.authorizations()).map((title) => title.replace(/\s+/g, ' '));
    expect(titles).toEqual([
      expect.stringContaining('clientCredentials'),
      expect.stringContaining('authorizationCode with PKCE'),
      expect.stringContaining('http, Bearer'),
    ]);
  });

  it('switch to the other API by its tab', async () => {
    await openPage({ viewport: phone });
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    await page.getByRole('link', { name: 'Notify API' }).click();
    await page.locator('.opblock-summary-path[data-path="/organisation/by-domain"]').waitFor();
    expect(await ui.documents()).toEqual(['Notify API', 'Directory API']);
    expect(trouble).toEqual([]);
  });

  it('offer a large response as a link', async () => {
    await openPage({ viewport: wide });
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    await page.route('**/organisations/export/open-data', (route) =>
      route.fulfill({ contentType: 'application/json', body: JSON.stringify(['x'.repeat(70_000)]) }),
    );
    const { body } = await ui.execute('GET', '/organisations/export/open-data');
    expect(body).toContain('Download file');
    expect(body.length).toBeLessThan(1_000);
  });

  it.each(apis.map(({ name }) => name))(
    'execute operations of the %s API with what is prefilled',
    async (api) => {
      await openPage({ viewport: wide });
      const operations = driven(api);
      await showOnly(page, operations);
      const ui = await SwaggerUi.load(page, `${app.origin}/docs/?api=${api}`);
      if (api === 'notify') await ui.authorizeToken(developmentApiKey);
      else await ui.authorizeClient('dev-admin', 'dev-admin-secret');
      const unexpected: string[] = [];
      for (const operation of operations) {
        const { operationId, method, path } = operation;
        const { status } = await ui.execute(method, path);
        const expected = String(operation.responses[0]?.status);
        if (status.trim() !== expected) unexpected.push(`${operationId}: ${status}, not ${expected}`);
        await ui.close(method, path);
      }
      expect(unexpected).toEqual([]);
    },
    240_000,
  );
});
