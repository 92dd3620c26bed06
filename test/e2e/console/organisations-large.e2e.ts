import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { seedDirectory } from '../../../src/modules/directory/seed/seed-directory.js';
import { describeInChromium } from '../../support/chromium.js';
import { useConsole } from '../../support/console.js';

const count = 100_000;

describeInChromium('a list of 100,000 organisations', () => {
  const app = useConsole();
  let page: Page;

  beforeAll(async () => {
    await seedDirectory({
      databaseUrl: app.database.url,
      count,
      seed: 1,
      onProgress: () => undefined,
      onNote: () => undefined,
      isStopping: () => false,
    });
    page = await app.signIn('superUser', 'organisations');
  }, 600_000);

  const names = (): Locator => page.locator('tbody th a');
  const pager = (text: string): Promise<void> =>
    page.getByRole('navigation').getByText(text, { exact: true }).waitFor();

  it('shows its total, and pages from the first to the last', async () => {
    await page.getByText('100,000 organisations', { exact: true }).waitFor();
    await pager('Page 1 of 4,000');
    await page.getByRole('button', { name: 'Next' }).click();
    await pager('Page 2 of 4,000');
    await page.goto('organisations?page=3999');
    await pager('Page 4,000 of 4,000');
    expect(await names().count()).toBe(25);
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  });

  it('sorts and shows 1,000 rows', async () => {
    await page.goto('organisations');
    await page.getByLabel('Rows a page').selectOption('1000');
    await pager('Page 1 of 100');
    await page.getByRole('columnheader', { name: 'City' }).getByRole('button').click();
    await page
      .getByRole('columnheader', { name: 'City' })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    expect(await names().count()).toBe(1_000);
  });

  it('searches while a person types', async () => {
    await page.goto('organisations');
    await page.getByRole('searchbox').pressSequentially('sample bank');
    await page.getByRole('link', { name: 'Sample Bank plc' }).waitFor();
    await page.getByText('100,000 organisations', { exact: true }).waitFor({ state: 'detached' });
  });

  it('saves all of it as a file, with the progress of its pages', async () => {
    await page.goto('organisations?sort=OrganisationId%2Casc');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const download = page.waitForEvent('download', { timeout: 110_000 });
    await page.getByRole('button', { name: 'Download JSON' }).click();
    await page.getByText(/^\d{1,2},000 of 100,000 read$/).waitFor();
    const organisations = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
      OrganisationId: string;
    }[];
    const ids = organisations.map(({ OrganisationId }) => OrganisationId);
    expect(new Set(ids).size).toBe(count);
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
  });
});
