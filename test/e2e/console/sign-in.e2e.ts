import type { Page } from 'playwright-core';
import { anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { consoleUsers, useConsole } from '../../support/console.js';

const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';

describeInChromium('signing in to the console', () => {
  const app = useConsole();

  beforeAll(async () => {
    await anOrganisation(app.database, { organisation_id: sampleOrganisation });
    await anAdminUser(app.database, sampleOrganisation, consoleUsers.administrator);
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
  const menuLink = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name });

  it('shows what this directory is and the sample users, and no page, to somebody not signed in', async () => {
    const page = await app.open();
    await heading(page, 'Organisations Directory').waitFor();
    expect(await page.getByRole('button', { name: /@/ }).allInnerTexts()).toHaveLength(2);
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  it.each(['organisations?filterBy=Sample', `organisations/${sampleOrganisation}`, 'developer'])(
    'returns to the deep link %s after the sign-in',
    async (path) => {
      const page = await app.signIn('superUser', path);
      expect(page.url()).toBe(`${app.origin}/console/${path}`);
    },
  );

  it('offers the import to a super user', async () => {
    const page = await app.signIn('superUser');
    expect(await menuLink(page, 'Import').count()).toBe(1);
  });

  it('offers no import to an administrator', async () => {
    const page = await app.signIn('administrator');
    expect(await menuLink(page, 'Organisations').count()).toBe(1);
    expect(await menuLink(page, 'Import').count()).toBe(0);
  });

  it('keeps tokens out of every storage of the browser', async () => {
    const page = await app.signIn('superUser');
    const stored = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(stored).not.toMatch(/eyJ|code_verifier|access|refresh/);
  });

  it('signs the same user in again after a reload', async () => {
    const page = await app.signIn('administrator', 'developer');
    await page.reload();
    await heading(page, 'Developer').waitFor();
    expect(page.url()).toBe(`${app.origin}/console/developer`);
    expect(await page.locator('#menu').innerText()).toContain(consoleUsers.administrator);
  });

  it('forgets the user on sign-out, after a reload too', async () => {
    const page = await app.signIn('superUser', 'flags');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Organisations Directory').waitFor();
    await page.reload();
    await heading(page, 'Organisations Directory').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  it('shows the words of the issuer when it refuses', async () => {
    const page = await app.open('?error=access_denied&error_description=Not+today&state=made-up');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('The sign-in did not work');
    expect(page.url()).toBe(`${app.origin}/console/`);
  });

  it('refuses a code that this tab did not ask for', async () => {
    const page = await app.open('?code=stolen&state=made-up');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('belongs to no sign-in of this tab');
  });

  it('binds the tokens to a key of the browser', async () => {
    const page = await app.open('organisations');
    const schemes: string[] = [];
    page.on('request', (request) => {
      const scheme = /^\w+/.exec(request.headers().authorization ?? '')?.[0];
      if (scheme !== undefined) schemes.push(scheme);
    });
    await page.getByRole('button', { name: consoleUsers.superUser }).click();
    await heading(page, 'Organisations').waitFor();
    await page.waitForResponse((response) => response.url().includes('/organisations?'));
    expect(new Set(schemes)).toEqual(new Set(['DPoP']));
  });

  it('renews the token before it ends, and asks nobody', async () => {
    const page = await app.open('flags');
    const forms: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/token')) forms.push(request.postData() ?? '');
    });
    // The first token is about to end; the one that renews it is not.
    await page.route(
      '**/token',
      async (route) => {
        const response = await route.fetch();
        const body = (await response.json()) as object;
        await route.fulfill({ response, json: { ...body, expires_in: 20 } });
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: consoleUsers.superUser }).click();
    await page.waitForResponse((response) => response.url().includes('/references/flags?'));
    await heading(page, 'Flags').waitFor();
    expect(forms.map((form) => new URLSearchParams(form).get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
  });
});
