import type { Browser, Page } from 'playwright-core';
import { anAdminUser, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { SwaggerUi } from '../../support/swagger-ui.js';

const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';
const actionTimeoutMs = 15_000;

describeInChromium('Swagger UI in a browser', () => {
  let app: DevelopmentApp;
  let browser: Browser;
  let page: Page;
  const trouble: string[] = [];

  beforeAll(async () => {
    app = await startDevelopmentApp();
    await anOrganisation(app.database, { organisation_id: sampleOrganisation });
    await anOrganisation(app.database, { organisation_id: 'somebody-else' });
    await anAdminUser(app.database, sampleOrganisation, 'admin@sample-bank.example');
    browser = await startChromium();
  }, 60_000);

  beforeEach(async () => {
    trouble.length = 0;
    const context = await browser.newContext();
    context.setDefaultTimeout(actionTimeoutMs);
    context.on('response', (response) => {
      if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`);
    });
    context.on('request', (request) => {
      if (!request.url().startsWith(app.origin)) trouble.push(`leaves the service for ${request.url()}`);
    });
    page = await context.newPage();
  });

  afterEach(async () => {
    await page.context().close();
  });

  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it.each(['/docs', '/docs/'])('loads every file from the service when opened at %s', async (path) => {
    const ui = await SwaggerUi.load(page, `${app.origin}${path}`);
    expect(await ui.documents()).toEqual(['Directory API', 'Notify API']);
    expect(trouble).toEqual([]);
  });

  it('reads and amends as a client with client credentials', async () => {
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    await ui.authorizeClient('dev-admin', 'dev-admin-secret');

    const listing = await ui.execute('GET', '/organisations');
    expect(listing.status).toBe('200');
    expect(listing.body).toContain('somebody-else');

    const update = anOrganisationBody({ OrganisationName: 'Amended by a client' });
    const amended = await ui.execute(
      'PUT',
      '/organisations/{OrganisationId}',
      { OrganisationId: sampleOrganisation },
      update,
    );
    expect(amended.status).toBe('200');
    expect(amended.body).toContain('"OrganisationName": "Amended by a client"');
    expect(trouble).toEqual([]);
  }, 60_000);

  it("reads and amends as the sample organisation's administrator with authorisation code and PKCE", async () => {
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    await ui.authorizeUser('admin@sample-bank.example');

    const listing = await ui.execute('GET', '/organisations');
    expect(listing.status).toBe('200');
    expect(listing.body).toContain(sampleOrganisation);
    expect(listing.body).not.toContain('somebody-else');

    const update = anOrganisationBody({ OrganisationName: 'Amended by its administrator' });
    const amended = await ui.execute(
      'PUT',
      '/organisations/{OrganisationId}',
      { OrganisationId: sampleOrganisation },
      update,
    );
    expect(amended.status).toBe('200');
    expect(amended.body).toContain('"OrganisationName": "Amended by its administrator"');
    expect(trouble).toEqual([]);
  }, 60_000);

  it('stays authorised after a reload of the page', async () => {
    const ui = await SwaggerUi.load(page, `${app.origin}/docs`);
    await ui.authorizeClient('dev-software', 'dev-software-secret');
    const again = await SwaggerUi.load(page, `${app.origin}/docs`);
    expect((await again.execute('GET', '/organisations')).status).toBe('200');
  }, 60_000);
});
