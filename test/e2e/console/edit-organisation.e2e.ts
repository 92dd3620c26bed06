import type { Page, Request } from 'playwright-core';
import { aFlag, anAdminUser, anOrganisationBody } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { consoleUsers, useConsole } from '../../support/console.js';

/** Labels of the text fields by their names on the wire; those that a body must have are marked. */
const labels = {
  OrganisationName: 'Name',
  LegalEntityName: 'Legal entity name',
  Size: 'Size',
  LogoUri: 'Logo',
  CountryOfRegistration: 'Country of registration',
  CompanyRegister: 'Company register',
  RegistrationNumber: 'Registration number',
  RegistrationId: 'Registration id',
  RegisteredName: 'Registered name',
  AddressLine1: 'Address line 1',
  AddressLine2: 'Address line 2',
  City: 'City',
  Postcode: 'Postcode',
  Country: 'Country',
  ParentOrganisationReference: 'Parent organisation',
} as const;

type TextField = keyof typeof labels;
const textFields = Object.keys(labels) as TextField[];

/** Values that the API refuses, for each kind of rule. */
const badValues: readonly (readonly [TextField, string])[] = [
  ...textFields.filter((field) => field !== 'LogoUri').map((field) => [field, '<script>'] as const),
  ...textFields.filter((field) => field !== 'LogoUri').map((field) => [field, 'x'.repeat(65_536)] as const),
  ['OrganisationName', ' '],
  ['AddressLine1', 'abcd'],
  ['City', 'x'],
  ['Postcode', '<'],
  ['Country', '😀'],
  ['RegistrationId', '😀'.repeat(41)],
  ['LogoUri', 'javascript:alert(1)'],
  ['LogoUri', 'https://bank.example/my logo.png'],
  ['LogoUri', 'data:text/html;base64,AAAA'],
  ['LogoUri', `https://${'x'.repeat(65_536)}.png`],
];

/** Texts that would be code in a page, an address, an attribute, a template or a spreadsheet. */
const scripts = [
  'javascript:alert(1)',
  '" onfocus="alert(1)" autofocus x="',
  "';alert(1)//",
  '{{7*7}}${7*7}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '=HYPERLINK("http://x.example")',
];

describeInChromium('the form of an organisation', () => {
  const app = useConsole();
  let page: Page;
  let id = '';
  let count = 0;

  beforeAll(async () => {
    for (let index = 0; index < 300; index += 1)
      await aFlag(app.database, { flag_id: `flag-${index}`, name: 'Licence', value: `Activity ${index}` });
    page = await app.signIn('superUser', 'flags', {
      expectedStatuses: [400, 401, 403, 409, 412, 429, 502, 504],
    });
  });

  beforeEach(async () => {
    count += 1;
    id = `edit-${count}`;
    const body = anOrganisationBody({ OrganisationId: id, RegistrationNumber: `number-${count}` });
    expect(await app.api.post('/organisations', body)).toMatchObject({ status: 201 });
  });

  const field = (name: TextField, on = page) =>
    on.locator(`[data-form-field="${name}"]`).getByRole(isCountry(name) ? 'combobox' : 'textbox');
  const isCountry = (name: TextField): boolean => name === 'Country' || name === 'CountryOfRegistration';
  const errorsOf = (name: TextField, on = page) => on.locator(`[data-form-field="${name}"] [id$="-error"]`);
  const saveButton = (on = page) => on.getByRole('button', { name: /^Save/ });
  const saved = (on = page) => on.getByText('Saved', { exact: true });
  const present = async (): Promise<Record<string, unknown>> =>
    (await app.api.get(`/organisations/${id}`)).body as Record<string, unknown>;
  const openForm = async (): Promise<void> => {
    await page.goto(`organisations/${id}/edit`);
    await field('City').waitFor();
  };
  const fillIn = async (body: Record<string, unknown>): Promise<void> => {
    for (const name of textFields) {
      const value = body[name];
      if (typeof value === 'string') await field(name).fill(value);
    }
  };
  const sentencesFor = async (body: Record<string, unknown>): Promise<string[]> => {
    const answer = await app.api.send('PATCH', `/organisations/${id}`, { body });
    expect(answer.status).toBe(400);
    return (answer.body as { errors: string[] }).errors;
  };

  it('shows the sentences of the API for each bad value, after the person leaves the field', async () => {
    await openForm();
    for (const [name, value] of badValues) {
      await field(name).fill(value);
      await field(name).blur();
      const sent = value.trim() === '' ? null : value;
      expect([name, await errorsOf(name).innerText()]).toEqual([
        name,
        (await sentencesFor({ [name]: sent })).join(' '),
      ]);
      await field(name).fill('GB GB');
    }
  }, 300_000);

  it('says nothing about a field before the person leaves it', async () => {
    await openForm();
    await field('City').fill('x');
    expect(await errorsOf('City').count()).toBe(0);
    await page.keyboard.press('Tab');
    await errorsOf('City').waitFor();
    await field('City').fill('York');
    expect(await errorsOf('City').count()).toBe(0);
  });

  it('lists all faults above the form, moves the focus there, and leads to each field', async () => {
    await openForm();
    await field('OrganisationName').fill('');
    await field('City').fill('x');
    await saveButton().click();
    await page.getByRole('heading', { name: '2 fields need your attention' }).waitFor();
    await page.locator(':focus', { hasText: 'City must have 2 to 255' }).waitFor();
    await page.getByRole('link', { name: /OrganisationName must be provided/ }).click();
    await page.locator('[data-form-field=OrganisationName] :focus').waitFor();
    expect(await present()).toMatchObject({ City: 'London' });
  });

  it('warns of what the browser knows before it is saved, in the words of the API', async () => {
    await openForm();
    const values = {
      Country: 'Germany',
      LogoUri: 'http://bank.example/a.png',
      RegistrationId: 'X'.repeat(20),
    };
    const shown: string[] = [];
    for (const [name, value] of Object.entries(values)) {
      await field(name as TextField).fill(value);
      shown.push(await page.locator(`[data-form-field="${name}"] [id$="-warning"]`).innerText());
    }
    await saveButton().click();
    await saved().waitFor();
    const answer = await app.api.send('PATCH', `/organisations/${id}`, { body: {} });
    expect([...(answer.body as { Warnings: string[] }).Warnings].sort()).toEqual(shown.sort());
    for (const warning of shown) await page.getByText(warning, { exact: true }).first().waitFor();
  });

  it('sends the changed fields alone, with the ETag of the state that they are based on', async () => {
    await openForm();
    const { headers } = await app.api.get(`/organisations/${id}`);
    await field('City').fill(' York ');
    await field('Size').fill('Large');
    const sending = page.waitForRequest((request) => request.method() === 'PATCH');
    await saveButton().click();
    const request: Request = await sending;
    expect(request.postDataJSON()).toEqual({ City: 'York', Size: 'Large' });
    expect(request.headers()['if-match']?.replace(/-gzip"$/, '"')).toBe(headers.get('etag'));
    await saved().waitFor();
    await openForm();
    await field('Size').fill('');
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ City: 'York', Size: null });
  });

  it.each([403, 429, 502, 504])('shows a %i in its own words and loses nothing', async (status) => {
    await openForm();
    await field('City').fill(`Typed ${status}`);
    await page.route(`**/organisations/${id}`, async (route) => {
      if (route.request().method() !== 'PATCH') return route.fallback();
      await route.fulfill({
        status,
        headers: { 'x-fapi-interaction-id': `id-of-${status}`, 'retry-after': '3600' },
        json: { errors: [`Sentence of ${status}.`] },
      });
    });
    await saveButton().click();
    await page.getByText(`Sentence of ${status}.`).waitFor();
    await page.getByText(`id-of-${status}`).waitFor();
    expect(await field('City').inputValue()).toBe(`Typed ${status}`);
    await page.unrouteAll();
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ City: `Typed ${status}` });
  });

  it('shows the sentences of a 400 that only the directory can decide', async () => {
    await openForm();
    const flags = page.locator('[data-form-field="Flags"]');
    await flags.getByLabel('Search the flags').fill('activity 7');
    await flags.getByLabel('Licence: Activity 7', { exact: true }).check();
    await app.database.query(`UPDATE directory.flag SET status = 'Inactive' WHERE flag_id = 'flag-7'`);
    await saveButton().click();
    await page.getByRole('link', { name: /^Flags:.*flag-7/ }).waitFor();
    await page.getByText('Interaction id:').waitFor();
    expect(await page.getByRole('button', { name: 'Remove the flag Licence: Activity 7' }).count()).toBe(1);
  });

  it('keeps what was typed while the service does not answer, and saves when it is back', async () => {
    await openForm();
    await field('City').fill('Typed while it was away');
    await page.context().setOffline(true);
    await saveButton().click();
    await page.getByText('The directory does not answer. Check your connection').waitFor();
    expect(await field('City').inputValue()).toBe('Typed while it was away');
    await page.context().setOffline(false);
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ City: 'Typed while it was away' });
  });

  it('leads back to the form with the draft if the session ends in the middle of an edit', async () => {
    await openForm();
    await field('City').fill('Typed before the end');
    await page.route(`**/organisations/${id}`, (route) =>
      route.fulfill({
        status: 401,
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
        json: { errors: ['The token has expired.'] },
      }),
    );
    await page.route('**/token', (route) => route.abort());
    await saveButton().click();
    await page.getByText('Your session has ended').waitFor();
    expect(await field('City').inputValue()).toBe('Typed before the end');
    await page.unrouteAll();
    await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).first().click();
    await page.getByText(/What you typed .* is restored/).waitFor();
    expect(page.url()).toBe(`${app.origin}/console/organisations/${id}/edit`);
    expect(await field('City').inputValue()).toBe('Typed before the end');
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ City: 'Typed before the end' });
  });

  it('restores a draft after a reload and on the way back, until it is discarded', async () => {
    await openForm();
    await field('City').fill('Draft');
    await page.reload();
    await page.getByText(/What you typed .* is restored/).waitFor();
    expect(await field('City').inputValue()).toBe('Draft');
    await page.getByRole('link', { name: 'Back', exact: true }).click();
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await field('City').waitFor();
    expect(await field('City').inputValue()).toBe('Draft');
    await page.getByRole('button', { name: 'Discard my changes' }).first().click();
    expect(await field('City').inputValue()).toBe('London');
    await page.reload();
    await field('City').waitFor();
    expect(await field('City').inputValue()).toBe('London');
    expect(await page.getByText(/is restored/).count()).toBe(0);
  });

  it('keeps script-like text in every text field as text', async () => {
    await openForm();
    const values = textFields
      .filter((name) => name !== 'LogoUri' && name !== 'RegistrationId')
      .map((name, index) => [name, `${scripts[index % scripts.length] ?? ''} ${index}`] as const);
    for (const [name, value] of values) await field(name).fill(value);
    page.once('dialog', (dialog) => {
      app.trouble.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await saveButton().click();
    await page.getByText('The directory took the values, and warns:').waitFor();
    for (const [name, value] of values)
      expect(await page.locator(`dd[data-field="${name}"]`).innerText()).toBe(value);
    expect(await present()).toMatchObject(Object.fromEntries(values));
  });

  it('edits and saves by keyboard alone', async () => {
    await page.goto(`organisations/${id}`);
    const edit = page.getByRole('link', { name: 'Edit', exact: true });
    await edit.waitFor();
    const pressUntil = async (expression: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(expression)) return;
      }
      throw new Error(`no press of Tab led to ${expression}`);
    };
    await pressUntil(`document.activeElement.textContent === 'Edit'`);
    await page.keyboard.press('Enter');
    await field('City').waitFor();
    await pressUntil(`document.activeElement.closest('[data-form-field="City"]') !== null`);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await saved().waitFor();
    expect(await present()).toMatchObject({ City: 'By keyboard' });
  });

  it('finds a flag among hundreds, and shows the chosen ones', async () => {
    await openForm();
    const flags = page.locator('[data-form-field="Flags"]');
    await flags.getByLabel('Search the flags').fill('activity 299');
    await flags.getByLabel('Licence: Activity 299').check();
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ Flags: [{ Id: 'flag-299' }] });
    await openForm();
    await page.getByRole('button', { name: 'Remove the flag Licence: Activity 299' }).click();
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ Flags: [] });
  });

  it('puts a small image into the record and refuses a large one', async () => {
    await openForm();
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.alloc(60_000, 'a') });
    await page.getByText(/The image has 60 kB/).waitFor();
    expect(await field('LogoUri').inputValue()).toBe('');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await file.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: svg });
    await saveButton().click();
    await saved().waitFor();
    expect(await present()).toMatchObject({ LogoUri: `data:image/svg+xml;base64,${svg.toString('base64')}` });
  });

  it('offers Active to operators alone', async () => {
    await app.api.send('PATCH', `/organisations/${id}`, { body: { Status: 'Pending' } });
    await anAdminUser(app.database, id, consoleUsers.administrator);
    await openForm();
    const options = (on: Page) => on.getByLabel('Status').locator('option').allInnerTexts();
    expect(await options(page)).toEqual(['Active', 'Pending', 'Withdrawn']);
    const other = await app.signIn('administrator', `organisations/${id}/edit`);
    await field('City', other).waitFor();
    expect(await options(other)).toEqual(['Pending', 'Withdrawn']);
  });

  it('creates an organisation, and shows its page with the Warnings', async () => {
    await page.goto('new-organisation');
    const create = page.getByRole('button', { name: 'Create the organisation' });
    await create.click();
    const { errors } = (await app.api.post('/organisations', {})).body as { errors: string[] };
    await page.getByRole('heading', { name: `${errors.length} fields need your attention` }).waitFor();
    const listed = await page.getByRole('link', { name: /must be provided/ }).allInnerTexts();
    expect(listed.map((text) => text.replace(/^.*: /, '')).sort()).toEqual([...errors].sort());
    const body = anOrganisationBody({ Country: 'Freedonia' });
    await fillIn(body);
    await page.getByLabel('Organisation id').fill(`${id} new`);
    await create.click();
    await page.getByText('The organisation is created').waitFor();
    expect(page.url()).toBe(`${app.origin}/console/organisations/${encodeURIComponent(`${id} new`)}`);
    await page.getByText('Country is not an ISO 3166-1 alpha-2 code.').first().waitFor();
    await page.goto('new-organisation');
    await field('City').waitFor();
    expect(await field('City').inputValue()).toBe('');
  });

  it('says that an id is taken, and keeps the values', async () => {
    await page.goto('new-organisation');
    await field('City').waitFor();
    const body = anOrganisationBody();
    await fillIn(body);
    await page.getByLabel('Organisation id').fill(id);
    await page.getByRole('button', { name: 'Create the organisation' }).click();
    const answer = await app.api.post('/organisations', { ...body, OrganisationId: id });
    const [sentence = ''] = (answer.body as { errors: string[] }).errors;
    await page.getByText(sentence).waitFor();
    expect(await field('City').inputValue()).toBe('London');
    await page.getByRole('button', { name: 'Discard my changes' }).click();
  });

  it('does not offer the form of a new organisation to others', async () => {
    const other = await app.signIn('administrator', 'new-organisation');
    await other.getByText('Only operators create organisations').waitFor();
    expect(await other.getByRole('textbox').count()).toBe(0);
  });
});
