import type { Page } from 'playwright-core';
import { anAdminUser, anOrganisationBody } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';

interface Entry {
  readonly Revision: number;
  readonly Changes: readonly { readonly Field: string }[];
}

describeInChromium('two people who edit one organisation', () => {
  const app = useConsole();
  let id = '';
  let count = 0;

  beforeEach(async () => {
    count += 1;
    id = `conflict-${count}`;
    const body = anOrganisationBody({ OrganisationId: id, RegistrationNumber: `number-${count}` });
    expect(await app.api.post('/organisations', body)).toMatchObject({ status: 201 });
    await anAdminUser(app.database, id, consoleUsers.administrator);
  });

  const field = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label} (?:\\(required\\))?`));
  const save = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: /^Save/ }).click();
  };
  const comparison = (page: Page, name: string) => page.locator(`[data-comparison="${name}"]`);
  const cells = async (page: Page, name: string): Promise<string[]> =>
    comparison(page, name).locator('td').allInnerTexts();
  const openForm = async (user: 'superUser' | 'administrator'): Promise<Page> => {
    const page = await app.signIn(user, `organisations/${id}/edit`, { expectedStatuses: [412] });
    await field(page, 'City').waitFor();
    return page;
  };
  const amend = async (change: Record<string, unknown>): Promise<void> => {
    expect(await app.api.send('PATCH', `/organisations/${id}`, { body: change })).toMatchObject({
      status: 200,
    });
  };
  const present = async (): Promise<Record<string, unknown>> =>
    (await app.api.get(`/organisations/${id}`)).body as Record<string, unknown>;

  it('shows both versions to the second, who chooses, and saves both changes', async () => {
    const [first, second] = [await openForm('administrator'), await openForm('superUser')];
    await field(first, 'City').fill('York');
    await field(first, 'Size').fill('Small');
    await save(first);
    await first.getByText('Saved', { exact: true }).waitFor();

    await field(second, 'City').fill('Leeds');
    await field(second, 'Postcode').fill('LS1 1AA');
    await save(second);
    await comparison(second, 'City').waitFor();
    expect((await cells(second, 'City')).slice(0, 3)).toEqual(['London', 'York', 'Leeds']);
    expect(await cells(second, 'Size')).toEqual(['None', 'Small', 'None', 'Small']);
    expect(await cells(second, 'Postcode')).toEqual(['EC1A 1AA', 'EC1A 1AA', 'LS1 1AA', 'LS1 1AA']);
    await second.getByText(`${consoleUsers.administrator} changed the organisation`).waitFor();
    expect(await present()).toMatchObject({ City: 'York', Postcode: 'EC1A 1AA' });

    await save(second);
    await second.getByText('Both of you changed it. Choose a value.').waitFor();
    expect(await present()).toMatchObject({ City: 'York', Postcode: 'EC1A 1AA' });

    await second.getByLabel('Keep mine').check();
    await save(second);
    await second.getByText('Saved', { exact: true }).waitFor();
    expect(await present()).toMatchObject({ City: 'Leeds', Size: 'Small', Postcode: 'LS1 1AA' });
    const { content } = (await app.api.get(`/organisations/${id}/history`)).body as { content: Entry[] };
    expect(content[0]?.Changes.map(({ Field }) => Field).sort()).toEqual(['City', 'Postcode']);
  });

  it('takes the other value if the person chooses so, and a third one that they type', async () => {
    const page = await openForm('superUser');
    await field(page, 'City').fill('Leeds');
    await field(page, 'Postcode').fill('LS1 1AA');
    await amend({ City: 'York', Postcode: 'YO1 1AA' });
    await save(page);
    await comparison(page, 'City').getByLabel('Take theirs').check();
    await field(page, 'Postcode').fill('XX1 1AA');
    await comparison(page, 'Postcode').getByText('As typed below').waitFor();
    expect(await field(page, 'City').inputValue()).toBe('York');
    await save(page);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await present()).toMatchObject({ City: 'York', Postcode: 'XX1 1AA' });
  });

  it('merges changes of different fields, shows the result, and saves it on the next press', async () => {
    const page = await openForm('superUser');
    await field(page, 'Size').fill('Large');
    await amend({ City: 'York' });
    await save(page);
    await page.getByText('Both changes are merged').waitFor();
    expect(await field(page, 'City').inputValue()).toBe('York');
    await save(page);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await present()).toMatchObject({ City: 'York', Size: 'Large' });
  });

  it('begins again if a third change comes before the second attempt', async () => {
    const page = await openForm('superUser');
    await field(page, 'City').fill('Mine');
    await amend({ City: 'One' });
    await save(page);
    await comparison(page, 'City').getByLabel('Keep mine').check();
    await amend({ City: 'Two', Size: 'Large' });
    await save(page);
    await comparison(page, 'Size').waitFor();
    expect((await cells(page, 'City')).slice(0, 3)).toEqual(['One', 'Two', 'Mine']);
    expect(await comparison(page, 'City').getByLabel('Keep mine').isChecked()).toBe(false);
    await comparison(page, 'City').getByLabel('Keep mine').check();
    await save(page);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await present()).toMatchObject({ City: 'Mine', Size: 'Large' });
  });

  it('keeps the comparison and the choices over a reload', async () => {
    const page = await openForm('superUser');
    await field(page, 'City').fill('Mine');
    await amend({ City: 'Theirs' });
    await save(page);
    await comparison(page, 'City').getByLabel('Keep mine').check();
    await page.reload();
    await comparison(page, 'City').waitFor();
    expect((await cells(page, 'City')).slice(0, 3)).toEqual(['London', 'Theirs', 'Mine']);
    expect(await comparison(page, 'City').getByLabel('Keep mine').isChecked()).toBe(true);
    await save(page);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await present()).toMatchObject({ City: 'Mine' });
  });

  it('moves the focus to the summary, whose link leads to the choice, and is accessible at 320 pixels', async () => {
    const page = await openForm('superUser');
    await page.setViewportSize({ width: 320, height: 700 });
    await field(page, 'City').fill('Mine');
    await amend({ City: 'Theirs', Size: 'Large' });
    await field(page, 'City').press('Enter');
    await comparison(page, 'City').waitFor();
    await page.locator(':focus', { hasText: 'Choose a value' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('link', { name: /^City:/ }).press('Enter');
    await page.keyboard.press('Space');
    expect(await comparison(page, 'City').getByLabel('Take theirs').isChecked()).toBe(true);
  });
});
