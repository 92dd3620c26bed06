import type { Page, Request } from 'playwright-core';
import { aFlag, anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';

const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';
const holders = Array.from({ length: 12 }, (_, index) => `holder-${index}`);

describeInChromium('the flags of the console', () => {
  const app = useConsole();

  beforeAll(async () => {
    await anOrganisation(app.database, { organisation_id: sampleOrganisation });
    await anAdminUser(app.database, sampleOrganisation, consoleUsers.administrator);
    for (const id of holders)
      await anOrganisation(app.database, {
        organisation_id: id,
        organisation_name: `Holder &lt;b&gt; ${id}`,
      });
    await aFlag(app.database, { flag_id: 'bank' });
    await aFlag(app.database, { flag_id: 'old', value: 'Branch', status: 'Inactive' });
    await aFlag(app.database, { flag_id: 'app', name: 'App', value: 'Beta', type: 'Software_Statement' });
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const field = (page: Page, name: string) => page.getByRole('textbox', { name });
  const names = (page: Page) => page.locator('tbody tr').allInnerTexts();

  /** The changes of flags that a window sends. */
  function changesOf(page: Page): Request[] {
    const requests: Request[] = [];
    page.on('request', (request) => {
      if (['PUT', 'POST'].includes(request.method()) && request.url().includes('/references/flags'))
        requests.push(request);
    });
    return requests;
  }

  async function createFlag(page: Page, name: string, value: string): Promise<void> {
    await page.goto('new-flag');
    await field(page, 'Name').fill(name);
    await field(page, 'Value').fill(value);
    await button(page, 'Create the flag').click();
    await heading(page, `${name}: ${value}`).waitFor();
  }

  const idOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

  async function give(flagId: string, organisationIds: readonly string[]): Promise<void> {
    await app.database.query(
      `INSERT INTO directory.organisation_flag (organisation_id, flag_id) SELECT unnest($1::text[]), $2`,
      [organisationIds, flagId],
    );
  }

  async function holdersOf(flagId: string): Promise<number> {
    const rows = await app.database.query(`SELECT FROM directory.organisation_flag WHERE flag_id = $1`, [
      flagId,
    ]);
    return rows.length;
  }

  it('keeps the filters of the list in the address', async () => {
    const page = await app.signIn('superUser', 'flags');
    await page.getByRole('link', { name: 'Company kind' }).waitFor();
    expect((await names(page)).map((row) => row.split(/\s/)[0])).toEqual(['App', 'Company']);
    await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption('Software_Statement');
    await page.getByRole('link', { name: 'Company kind' }).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption('');
    await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('Inactive');
    await page.getByRole('cell', { name: 'Branch' }).waitFor();
    expect(page.url()).toBe(`${app.origin}/console/flags?status=Inactive`);
    await page.getByRole('searchbox', { name: 'Exact name' }).fill('Nothing');
    await page.keyboard.press('Enter');
    await page.getByText('No flag matches these filters.').waitFor();
    await page.goBack();
    await page.getByRole('cell', { name: 'Branch' }).waitFor();
  });

  it('creates, changes and switches off a flag, and shows each step in its history', async () => {
    const page = await app.signIn('superUser', 'flags');
    await createFlag(page, 'Scheme', 'Pilot');
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await field(page, 'Description').fill('Of the &lt;i&gt;pilot');
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: 'Revision 2' }).waitFor();
    const flagId = idOf(page);
    await give(flagId, holders);

    const changes = changesOf(page);
    await button(page, 'Switch off').click();
    const dialog = page.getByRole('dialog', { name: 'Switch off “Scheme: Pilot”?' });
    await dialog.getByText('12 organisations lose this flag').waitFor();
    expect(await dialog.getByRole('listitem').allInnerTexts()).toHaveLength(11);
    expect(await dialog.getByRole('listitem').last().innerText()).toBe('and 2 more');
    expect(changes).toEqual([]);
    expect(await holdersOf(flagId)).toBe(12);

    await dialog.getByRole('button', { name: 'Take it from 12 organisations' }).click();
    const third = page.getByRole('listitem').filter({ hasText: 'Revision 3' });
    await third.getByText('Status').waitFor();
    expect((await third.getByRole('cell').allInnerTexts()).join(' ')).toMatch(/Active.*Inactive/s);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.postDataJSON()).toMatchObject({ Status: 'Inactive', Cascade: true });
    expect(changes[0]?.headers()['if-match']).toMatch(/^"/);
    expect(await holdersOf(flagId)).toBe(0);
    await button(page, 'Switch on').waitFor();
  });

  it('asks the directory not to cascade if no organisation has the flag, and looks again after a 409', async () => {
    const page = await app.signIn('superUser', 'flags', { expectedStatuses: [409] });
    await createFlag(page, 'Scheme', 'Late');
    await button(page, 'Switch off').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('No organisation has this flag').waitFor();
    await give(idOf(page), ['holder-0']);
    await dialog.getByRole('button', { name: 'Switch off', exact: true }).click();
    await dialog.getByText('The flag is in use.').waitFor();
    expect(await holdersOf(idOf(page))).toBe(1);
    await dialog.getByRole('button', { name: 'Look again' }).click();
    await dialog.getByRole('button', { name: 'Take it from 1 organisation' }).click();
    await button(page, 'Switch on').waitFor();
    expect(await holdersOf(idOf(page))).toBe(0);
  });

  it('says that somebody else has changed the flag before it is switched off', async () => {
    const page = await app.signIn('superUser', 'flags', { expectedStatuses: [412] });
    await createFlag(page, 'Scheme', 'Raced');
    await button(page, 'Switch off').click();
    await page.getByRole('dialog').getByText('No organisation has this flag').waitFor();
    await app.database.query(`UPDATE directory.flag SET access_level = 3 WHERE flag_id = $1`, [idOf(page)]);
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off', exact: true }).click();
    await page.getByText('Somebody else has changed this flag meanwhile').waitFor();
    await button(page, 'Show the flag as it is now').click();
    await page.getByRole('definition').filter({ hasText: /^3$/ }).waitFor();
    expect(await button(page, 'Switch off').count()).toBe(1);
  });

  it('shows both values after a 412 and saves over the newer ones only if asked', async () => {
    const page = await app.signIn('superUser', 'flags', { expectedStatuses: [412] });
    await createFlag(page, 'Scheme', 'Shared');
    const flagId = idOf(page);
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await field(page, 'Description').fill('mine');
    await app.database.query(
      `UPDATE directory.flag SET description = 'theirs', access_level = 4 WHERE flag_id = $1`,
      [flagId],
    );
    await button(page, 'Save').click();
    await page.getByText('Description: now “theirs”, you typed “mine”').waitFor();
    expect(await field(page, 'Description').inputValue()).toBe('mine');
    expect(await page.getByLabel('Access level').inputValue()).toBe('4');
    await button(page, 'Keep what I typed').click();
    await button(page, 'Save').click();
    await heading(page, 'Scheme: Shared').waitFor();
    const rows = await app.database.query<{ description: string; access_level: number }>(
      `SELECT description, access_level FROM directory.flag WHERE flag_id = $1`,
      [flagId],
    );
    expect(rows).toEqual([{ description: 'mine', access_level: 4 }]);
  });

  it('keeps what was typed after a refusal and a reload', async () => {
    const page = await app.signIn('superUser', 'new-flag', { expectedStatuses: [400, 409] });
    await field(page, 'Name').fill('Company kind');
    await button(page, 'Create the flag').click();
    await page.getByRole('alert').getByText('Value').waitFor();
    expect(await field(page, 'Value').getAttribute('aria-invalid')).toBe('true');
    await field(page, 'Value').fill('Bank');
    await button(page, 'Create the flag').click();
    await page
      .getByRole('alert')
      .getByText(/already/)
      .waitFor();
    expect(await field(page, 'Name').inputValue()).toBe('Company kind');
    await page.reload();
    await heading(page, 'New flag').waitFor();
    expect(await field(page, 'Name').inputValue()).toBe('Company kind');
    expect(await field(page, 'Value').inputValue()).toBe('Bank');
  });

  it('offers no change and no history to an administrator', async () => {
    const page = await app.signIn('administrator', 'flags/bank');
    await heading(page, 'Company kind: Bank').waitFor();
    expect(await page.locator('main').getByRole('button').allInnerTexts()).toEqual(['Copy']);
    expect(await page.getByRole('heading', { name: 'History' }).count()).toBe(0);
    for (const path of ['new-flag', 'flags/bank?edit=true']) {
      await page.goto(path);
      await page
        .locator('main')
        .getByText(/Only operators|Company kind: Bank/)
        .first()
        .waitFor();
      expect(await page.locator('main form').count()).toBe(0);
    }
  });

  it('creates and switches off a flag by the keyboard alone', async () => {
    const page = await app.signIn('superUser', 'flags');
    await page.locator('h1:focus').waitFor();
    await page.getByRole('link', { name: 'New flag' }).focus();
    await page.keyboard.press('Enter');
    await heading(page, 'New flag').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Only');
    await page.keyboard.press('Enter');
    await heading(page, 'Keyboard: Only').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('No organisation has this flag').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button(page, 'Switch off').and(page.locator(':focus')).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility fault and fits 320 pixels (%s)',
    async (theme) => {
      const page = await app.signIn('superUser', 'flags', { theme, width: 320 });
      await page.getByRole('link', { name: 'Company kind' }).waitFor();
      const check = async (): Promise<void> => {
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
      };
      await check();
      await createFlag(page, 'Accessible', theme);
      await page.getByRole('heading', { name: 'Revision 1' }).waitFor();
      await check();
      await button(page, 'Switch off').click();
      await page.getByRole('dialog').getByText('No organisation has this flag').waitFor();
      await check();
      await page.goto('flags/bank?edit=true');
      await field(page, 'Description').waitFor();
      await check();
    },
  );
});
