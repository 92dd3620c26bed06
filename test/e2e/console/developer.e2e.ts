import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { anOrganisation } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';
import { until } from '../../support/until.js';

const run = promisify(execFile);

describeInChromium('the page for developers', () => {
  const app = useConsole();
  let page: Page;

  beforeAll(async () => {
    // A text in single quotes of a shell must end where it ends.
    await anOrganisation(app.database, { organisation_id: "it's $(id) one" });
    page = await app.signIn('superUser', 'developer');
  });

  const code = (title: string): Promise<string> =>
    page.getByRole('region', { name: title, exact: true }).innerText();
  const claim = (name: string): Locator => page.getByRole('row', { name: new RegExp(`^${name}\\b`) });

  it('shows the claims and scopes of the token, and never the token', async () => {
    await claim('email').getByText(consoleUsers.superUser).waitFor();
    await page.getByRole('definition').getByText('directory:website').waitFor();
    expect(await claim('trust_framework_profile').innerText()).toContain('"super_user": true');
    expect(await page.content()).not.toContain('eyJ');
  });

  it('counts down to the end of the token without announcing each second', async () => {
    const timer = page.getByRole('timer');
    const first = await timer.innerText();
    expect(first).toMatch(/^(?:1:)?\d\d?:\d\d$/);
    await until('another second', async () => ((await timer.innerText()) === first ? null : true));
    expect(await timer.getAttribute('aria-live')).toBe('off');
  });

  it('says of a token that is bound to a key that it is of no use alone, and does not copy it', async () => {
    await page.getByText('This token is bound to a key that stays in this browser').waitFor();
    expect(await page.getByRole('button', { name: 'Copy the token' }).count()).toBe(0);
  });

  it('links to Swagger UI and the documents, which are there', async () => {
    for (const name of [/Swagger UI/, /document of the directory/, /document of Notify/]) {
      const href = await page.getByRole('link', { name }).getAttribute('href');
      const response = await fetch(href ?? '');
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  });

  it('gives commands that work as they stand', async () => {
    await page.getByText('it%27s').first().waitFor();
    const token = await code('By client credentials');
    const shell = async (command: string): Promise<string> =>
      (await run('bash', ['-ec', `${token}\n${command}`])).stdout;
    expect(JSON.parse(await shell(await code('List organisations')))).toMatchObject({ totalSize: 1 });
    expect(JSON.parse(await shell(await code('Read one organisation')))).toMatchObject({
      OrganisationId: "it's $(id) one",
    });
    expect(JSON.parse(await shell(await code('Read what changed')))).toHaveProperty('changes');
    const participants = await code('Read the participants file; no token is needed where it is public');
    expect(JSON.parse(await shell(participants))).toHaveLength(1);
    const amend = await code('Change one field, only if nobody else changed the organisation');
    const asWriter = `${token.replaceAll('dev-software', 'dev-admin')}\n${amend}`;
    expect(JSON.parse((await run('bash', ['-ec', asWriter])).stdout)).toMatchObject({
      AddressLine2: 'Floor 3',
    });
  });

  it('copies an example and says so', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy: TypeScript' }).click();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(await code('TypeScript'));
  });

  it.each([
    [320, 'light'],
    [1_440, 'dark'],
  ] as const)('is accessible and fits in %i pixels, in the %s theme', async (width, theme) => {
    const other = await app.signIn('administrator', 'developer', { width, theme });
    await other.getByRole('region', { name: 'By client credentials' }).waitFor();
    expect(await overflowOf(other)).toBe(0);
    expect(await accessibilityFaults(other)).toEqual([]);
  });
});

describeInChromium('the page for developers of a service without documents', () => {
  const app = useConsole({ DOCS: 'false' });

  it('offers no documents', async () => {
    const page = await app.signIn('superUser', 'developer');
    await page.getByText('This service does not serve its documents.').waitFor();
    expect(await page.getByRole('link', { name: /Swagger UI/ }).count()).toBe(0);
  });
});
