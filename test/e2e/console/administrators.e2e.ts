import type { Locator, Page } from 'playwright-core';
import { anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';

const path = 'organisations/org-1/administrators';
const adminUsers = '/organisations/org-1/adminusers';

describeInChromium('the administrators of an organisation', () => {
  const app = useConsole({ REQUIRE_IF_MATCH: 'true' });
  let page: Page;

  beforeAll(async () => {
    await anOrganisation(app.database, { organisation_name: 'Sample Bank' });
    await anOrganisation(app.database, { organisation_id: 'org-2', organisation_name: 'Other Bank' });
    await anAdminUser(app.database, 'org-1', consoleUsers.administrator);
    await anAdminUser(app.database, 'org-1', 'former@sample-bank.example', 'Inactive');
    page = await app.signIn('superUser', path, { expectedStatuses: [400, 403, 404, 409, 502] });
  });

  beforeEach(async () => {
    await page.goto(path);
    await page.getByText(consoleUsers.administrator).first().waitFor();
  });

  const row = (address: string): Locator => page.getByRole('row', { name: address });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const field = (): Locator => page.getByRole('textbox', { name: 'E-mail address' });
  const announced = (text: string): Promise<void> =>
    page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });

  async function statuses(): Promise<Record<string, string>> {
    const { body } = await app.api.get(adminUsers);
    const list = body as { UserEmail: string; Status: string }[];
    return Object.fromEntries(list.map(({ UserEmail, Status }) => [UserEmail, Status]));
  }

  it('lists Active and Inactive administrators, and leads back to the organisation', async () => {
    expect(await row(consoleUsers.administrator).innerText()).toContain('Active');
    expect(await row('former@sample-bank.example').innerText()).toContain('Inactive');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: /Back to Sample Bank/ }).click();
    await page.waitForURL(/\/console\/organisations\/org-1$/);
  });

  it('adds an administrator, in lower case', async () => {
    await field().fill('New.Person@Sample-Bank.example');
    await button('Add').click();
    await row('new.person@sample-bank.example').waitFor();
    await announced('new.person@sample-bank.example is an administrator now.');
    expect(await field().inputValue()).toBe('');
    expect(await statuses()).toMatchObject({ 'new.person@sample-bank.example': 'Active' });
  });

  it.each([
    ['', 'UserEmail must be an email address'],
    ['no address', 'UserEmail'],
    [consoleUsers.administrator.toUpperCase(), 'is among the admin users'],
  ])('says beside the field what is wrong with %j, and keeps it', async (typed, sentence) => {
    await field().fill(typed);
    await button('Add').click();
    await page.locator('[aria-invalid=true]').waitFor();
    const described = (await field().getAttribute('aria-describedby'))?.split(' ') ?? [];
    const texts = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()));
    expect(texts.join(' ')).toContain(sentence);
    expect(await field().inputValue()).toBe(typed);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('asks before it disables, and enables without a question; the button keeps the focus', async () => {
    await anAdminUser(app.database, 'org-1', 'colleague@sample-bank.example');
    await page.reload();
    await button('Disable colleague@sample-bank.example').click();
    const dialog = page.getByRole('dialog', { name: 'Disable colleague@sample-bank.example?' });
    expect(await dialog.innerText()).toContain('loses every right on Sample Bank at once');
    expect(await dialog.innerText()).not.toContain('Nobody else');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await statuses()).toMatchObject({ 'colleague@sample-bank.example': 'Active' });
    await button('Disable colleague@sample-bank.example').click();
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
    await button('Enable colleague@sample-bank.example').and(page.locator(':focus')).waitFor();
    await announced('colleague@sample-bank.example is disabled.');
    expect(await statuses()).toMatchObject({ 'colleague@sample-bank.example': 'Inactive' });
    await page.keyboard.press('Enter');
    await button('Disable colleague@sample-bank.example').and(page.locator(':focus')).waitFor();
    expect(await statuses()).toMatchObject({ 'colleague@sample-bank.example': 'Active' });
  });

  it('warns before the last Active administrator is disabled', async () => {
    await anOrganisation(app.database, { organisation_id: 'org-3' });
    await anAdminUser(app.database, 'org-3', 'only@sample-bank.example');
    await page.goto('organisations/org-3/administrators');
    await button('Disable only@sample-bank.example').click();
    await page.getByRole('dialog').getByText('Nobody else is an active administrator.').waitFor();
    await button('Cancel').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('offers nobody to disable themselves, whatever the case of their address', async () => {
    const own = await app.signIn('administrator', path);
    const ownRow = own.getByRole('row', { name: consoleUsers.administrator });
    await ownRow.getByText('You', { exact: true }).waitFor();
    expect(await ownRow.getByRole('button').count()).toBe(0);
    expect(await own.getByRole('button', { name: 'Enable former@sample-bank.example' }).count()).toBe(1);
  });

  it('shows in the dialog why the directory did not disable somebody', async () => {
    await page.route(`**${adminUsers}/*`, (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 502, body: 'Bad gateway' })
        : route.continue(),
    );
    await button(`Disable ${consoleUsers.administrator}`).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
    await dialog.getByRole('alert').getByText('Bad gateway').waitFor();
    expect(await dialog.getByRole('alert').innerText()).toMatch(/[0-9a-f-]{36}/);
    expect(await statuses()).toMatchObject({ [consoleUsers.administrator]: 'Active' });
  });

  it('shows an administrator of another organisation that there is no such one for them', async () => {
    const other = await app.signIn('administrator', 'organisations/org-2/administrators', {
      expectedStatuses: [404],
    });
    await other.getByRole('alert').waitFor();
    expect(await other.getByRole('alert').count()).toBe(1);
    expect(await other.getByRole('textbox').count()).toBe(0);
  });

  it('says who may not see the administrators, in the words of the directory', async () => {
    // The sample users may read either all or nothing of an organisation, so the refusal is made up.
    await page.route(`**${adminUsers}`, (route) =>
      route.fulfill({ status: 403, json: { errors: ['Only its own administrators may read them.'] } }),
    );
    await page.goto(path);
    const alert = page.getByRole('alert');
    await alert.getByText('You may not see the administrators of this organisation').waitFor();
    expect(await alert.innerText()).toContain('Only its own administrators may read them.');
    expect(await page.getByRole('button', { name: 'Add' }).count()).toBe(0);
    await page.getByRole('link', { name: /Back to Sample Bank/ }).waitFor();
  });

  it.each(['light', 'dark'] as const)('fits in 320 pixels, in the %s theme', async (theme) => {
    const phone = await app.signIn('superUser', path, { width: 320, theme });
    await phone.getByText(consoleUsers.administrator).first().waitFor();
    expect(await overflowOf(phone)).toBe(0);
    expect(await accessibilityFaults(phone)).toEqual([]);
  });
});
