import type { Page } from 'playwright-core';
import { aFlag, anAdminUser, anOrganisationBody } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { consoleUsers, useConsole } from '../../support/console.js';

interface History {
  readonly totalSize: number;
  readonly content: readonly { readonly Revision: number }[];
}

describeInChromium('the page of an organisation', () => {
  const app = useConsole();
  let page: Page;
  let id = '';
  let count = 0;

  beforeAll(async () => {
    await aFlag(app.database, { flag_id: 'flag-bank', name: 'Company kind', value: 'Bank' });
    page = await app.signIn('superUser', 'flags', { expectedStatuses: [404, 412] });
  });

  beforeEach(async () => {
    count += 1;
    id = `page-${count}`;
    await create({ OrganisationId: id, RegistrationNumber: `number-${count}` });
  });

  const create = async (body: Record<string, unknown>): Promise<void> => {
    const answer = await app.api.post('/organisations', anOrganisationBody(body));
    expect(answer.status).toBe(201);
  };
  const amend = async (change: Record<string, unknown>): Promise<void> => {
    expect(await app.api.send('PATCH', `/organisations/${id}`, { body: change })).toMatchObject({
      status: 200,
    });
  };
  const present = async (): Promise<Record<string, unknown>> =>
    (await app.api.get(`/organisations/${id}`)).body as Record<string, unknown>;
  const history = async (): Promise<History> =>
    (await app.api.get(`/organisations/${id}/history`)).body as History;
  const shown = (field: string) => page.locator(`dd[data-field="${field}"]`);
  const section = (name: string) => page.getByRole('region', { name, exact: true });
  const open = async (query = ''): Promise<void> => {
    await page.goto(`organisations/${id}${query}`);
    await section('History').waitFor();
  };

  it('shows each field of the API, flags with name and value, and administrators', async () => {
    await amend({ Size: 'Large', AddressLine2: 'Floor 2', Flags: ['flag-bank'] });
    await anAdminUser(app.database, id, consoleUsers.administrator, 'Inactive');
    await open();
    for (const field of Object.keys(await present()))
      expect([field, await shown(field).count()]).toEqual([field, 1]);
    expect(await shown('Country').innerText()).toBe('United Kingdom (GB)');
    expect(await shown('Size').innerText()).toBe('Large');
    expect(await shown('RegisteredName').innerText()).toBe('None');
    expect(await shown('Flags').innerText()).toBe('Company kind: Bank');
    await section('Administrators').getByText(consoleUsers.administrator).waitFor();
    expect(await section('Administrators').innerText()).toContain('Inactive');
    expect(await page.locator('pre').innerText()).toContain(`curl '${app.origin}/organisations/${id}'`);
  });

  it('says that there is no such organisation', async () => {
    await page.goto('organisations/nobody');
    await page.getByRole('heading', { level: 1, name: 'There is no such organisation' }).waitFor();
    const other = await app.signIn('administrator', `organisations/${id}`, { expectedStatuses: [404] });
    await other.getByRole('heading', { level: 1, name: 'There is no such organisation' }).waitFor();
  });

  it('shows the Warnings as they stand now, and changes nothing by that', async () => {
    await amend({ Country: 'Freedonia', ParentOrganisationReference: 'nobody' });
    const before = await app.api.get(`/organisations/${id}`);
    await open();
    await section('Warnings').getByText('Country is not an ISO 3166-1 alpha-2 code.').waitFor();
    await section('Warnings')
      .getByText(/^ParentOrganisationReference matches no/)
      .waitFor();
    await section('Parent and children')
      .getByText(/No organisation that you may see/)
      .waitFor();
    expect((await history()).totalSize).toBe(2);
    expect((await app.api.get(`/organisations/${id}`)).headers.get('etag')).toBe(before.headers.get('etag'));
  });

  it.each([
    ['OrganisationId', () => `${id}-parent`],
    ['RegistrationNumber', () => `${id}-parent-number`],
  ])('links to the parent by its %s, and from there finds the child', async (_, reference) => {
    const names = { OrganisationName: 'The parent', LegalEntityName: `Parent of ${id}` };
    await create({ OrganisationId: `${id}-parent`, RegistrationNumber: `${id}-parent-number`, ...names });
    await create({ OrganisationId: `${id}-other`, RegistrationNumber: `${id}-parent-number-2` });
    await amend({ OrganisationName: 'The child', ParentOrganisationReference: reference() });
    await open();
    await section('Parent and children').getByRole('link', { name: 'The parent' }).click();
    await page.getByRole('heading', { level: 1, name: 'The parent' }).waitFor();
    await section('Parent and children').getByRole('link', { name: 'The child' }).click();
    await page.waitForURL(`${app.origin}/console/organisations/${id}`);
  });

  it('shows ten children, and leads to the list of all', async () => {
    for (let number = 1; number <= 11; number += 1)
      await create({ OrganisationId: `${id}-child-${number}`, ParentOrganisationReference: id });
    await open();
    const relations = section('Parent and children');
    await relations.getByRole('link', { name: 'All 11 children' }).waitFor();
    expect(await relations.getByRole('listitem').count()).toBe(11);
    await relations.getByRole('link', { name: 'All 11 children' }).click();
    await page.waitForURL(`${app.origin}/console/organisations?parent=${id}`);
    await page.getByText('11 organisations').first().waitFor();
  });

  it('shows the history page by page, with old and new values side by side', async () => {
    for (let number = 1; number <= 24; number += 1) await amend({ City: `City ${number}` });
    await open();
    await section('History').getByText('20 of 25 changes').waitFor();
    const newest = section('History').getByRole('listitem').first();
    expect((await newest.getByRole('cell').allInnerTexts()).slice(0, 2)).toEqual(['City 23', 'City 24']);
    await page.getByRole('button', { name: 'Show more' }).click();
    await section('History').getByText('25 of 25 changes').waitFor();
    await section('History').getByRole('heading', { name: 'Revision 1 · Created' }).waitFor();
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  it('shows a former revision from the address bar, and brings it back as an edit', async () => {
    await amend({ Size: 'Large', Flags: ['flag-bank'] });
    await amend({ City: 'York', Size: null, Flags: null });
    await amend({ AddressLine2: 'Floor 3' });
    await open();
    await page.getByRole('link', { name: 'As it was at revision 2', exact: true }).click();
    await page.getByText('You see revision 2').waitFor();
    expect(new URL(page.url()).search).toBe('?revision=2');
    await page.locator(':focus', { hasText: 'You see revision 2' }).waitFor();
    expect(await shown('City').innerText()).toMatch(/^London\s+Now: York$/);
    expect(await shown('Flags').innerText()).toMatch(/^Company kind: Bank\s+Now: None$/);
    expect(await shown('AddressLine2').innerText()).toMatch(/^None\s+Now: Floor 3$/);
    expect(await shown('Postcode').innerText()).toBe('EC1A 1AA');
    await page.getByRole('link', { name: 'Bring this revision back' }).click();
    await page.getByText('The form is filled in with revision 2').waitFor();
    expect(await present()).toMatchObject({ City: 'York' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const flags = [{ Id: 'flag-bank' }];
    expect(await present()).toMatchObject({
      City: 'London',
      Size: 'Large',
      AddressLine2: null,
      Flags: flags,
    });
    expect((await history()).totalSize).toBe(5);
  });

  it('keeps what was typed if another revision is to be brought back, until the person decides', async () => {
    await amend({ City: 'York' });
    await page.goto(`organisations/${id}/edit`);
    await page.locator('[data-form-field="Size"]').getByRole('textbox').fill('Typed');
    await page.goto(`organisations/${id}/edit?revision=1`);
    const city = page.locator('[data-form-field="City"]').getByRole('textbox');
    await page.getByText('revision 1 is not filled in').waitFor();
    expect(await city.inputValue()).toBe('York');
    await page.getByRole('button', { name: 'Fill in revision 1 instead' }).click();
    expect(await city.inputValue()).toBe('London');
  });

  it.each(['99', '0', 'x'])('says so, or shows the present state, for revision %s', async (revision) => {
    await open(`?revision=${revision}`);
    if (revision === '99') await page.getByText('There is no revision 99 that you may see').waitFor();
    else expect(await shown('City').innerText()).toBe('London');
  });

  it('says live that somebody else changed the organisation, and shows the new state on request', async () => {
    await anAdminUser(app.database, id, consoleUsers.administrator);
    await open();
    const other = await app.signIn('administrator', `organisations/${id}/edit`);
    await other.locator('[data-form-field="City"]').getByRole('textbox').fill('York');
    await other.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: `Changed by ${consoleUsers.administrator}` }).waitFor();
    expect(await shown('City').innerText()).toBe('London');
    await page.getByRole('button', { name: 'Show the new state' }).click();
    await section('History')
      .getByRole('heading', { name: /Revision 2/ })
      .waitFor();
    expect(await shown('City').innerText()).toBe('York');
    expect(await page.getByRole('button', { name: 'Show the new state' }).count()).toBe(0);
  });

  it('withdraws the organisation after a confirmation', async () => {
    await open();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    const dialog = page.getByRole('dialog', { name: 'Withdraw Sample Bank?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await present()).toMatchObject({ Status: 'Active' });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await shown('Status').getByText('Withdrawn').waitFor();
    expect(await present()).toMatchObject({ Status: 'Withdrawn' });
    expect(await page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
  });
});
