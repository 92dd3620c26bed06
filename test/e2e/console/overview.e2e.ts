import type { Page } from 'playwright-core';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';
import { until } from '../../support/until.js';

interface Statistics {
  readonly totalSize: number;
  readonly byStatus: readonly { readonly Status: string; readonly Count: number }[];
  readonly byCountry: readonly { readonly Country: string | null; readonly Count: number }[];
  readonly byFlag: readonly { readonly Name: string; readonly Value: string; readonly Count: number }[];
  readonly createdByMonth: readonly { readonly Count: number }[];
  readonly changesByDay: readonly { readonly Count: number }[];
}

/** As long as a country can be, and right to left. */
const oddCountries = ['W'.repeat(255), 'جمهورية مصر العربية'];

describeInChromium('the overview', () => {
  const app = useConsole();

  beforeAll(async () => {
    const countries = ['BR', 'BR', 'BR', 'GB', 'GB', 'DE', ...oddCountries];
    for (let index = 0; index < 120; index += 1) countries.push(`Land ${index}`);
    for (const [index, country] of countries.entries())
      await anOrganisation(app.database, {
        organisation_id: `org-${index}`,
        organisation_name: `Bank ${index}`,
        country,
        status: index === 0 ? 'Pending' : index === 1 ? 'Withdrawn' : 'Active',
        created_on: `2024-0${1 + (index % 3)}-02T03:04:05.678Z`,
      });
    await aFlag(app.database, { flag_id: 'kind', name: 'Kind', value: 'Bank' }, ['org-0', 'org-1', 'org-2']);
    await aFlag(app.database, { flag_id: 'size', name: 'Size', value: 'Large' }, ['org-0']);
    await anAdminUser(app.database, 'org-2', consoleUsers.administrator);
  });

  const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  /** The numbers of a chart, read from its table. */
  async function tableOf(page: Page, name: string): Promise<[label: string, count: number][]> {
    const chart = section(page, name);
    await chart.getByText('Show as a table').click();
    const rows = chart.locator('tbody tr');
    const texts = (await rows.allInnerTexts()).map((text) => text.split('\t'));
    return texts.map(([label = '', count = '']) => [label, Number(count.replaceAll(',', ''))]);
  }

  const statistics = async (): Promise<Statistics> =>
    (await app.api.get('/organisations/statistics')).body as Statistics;

  it('shows the numbers of the API, in totals and in the table of each chart', async () => {
    const expected = await statistics();
    const page = await app.signIn('superUser');
    await section(page, 'By country').waitFor();
    const totals = await page.locator('#content dl').first().locator('dd').allInnerTexts();
    expect(totals.map(Number)).toEqual([expected.totalSize, ...expected.byStatus.map(({ Count }) => Count)]);
    const countries = await tableOf(page, 'By country');
    expect(countries.map(([, count]) => count)).toEqual(expected.byCountry.map(({ Count }) => Count));
    expect(countries.slice(0, 2)).toEqual([
      ['Brazil', 3],
      ['United Kingdom', 2],
    ]);
    expect(countries.at(-1)).toEqual(['All others', expected.byCountry.at(-1)?.Count]);
    expect(await tableOf(page, 'By flag')).toEqual([
      ['Kind: Bank', 3],
      ['Size: Large', 1],
    ]);
    const created = (await tableOf(page, 'Registered')).map(([, count]) => count);
    expect(created).toEqual(expected.createdByMonth.map(({ Count }) => Count).toReversed());
    const changes = (await tableOf(page, 'Changes')).map(([, count]) => count);
    expect(changes).toEqual(expected.changesByDay.map(({ Count }) => Count).toReversed());
  });

  it('opens the list filtered by a country, with the keyboard alone', async () => {
    const page = await app.signIn('superUser');
    await section(page, 'By country').getByRole('link', { name: 'Brazil 3' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app.origin}/console/organisations?country=BR`);
    await page.getByRole('heading', { level: 1, name: 'Organisations' }).waitFor();
    await page
      .getByRole('link', { name: /Bank 0/ })
      .first()
      .waitFor();
  });

  it('opens the list filtered by the month of a registration', async () => {
    const page = await app.signIn('superUser');
    const months = section(page, 'Registered');
    await months.getByText('Show as a table').click();
    const link = months.getByRole('row').getByRole('link').first();
    const [name, href] = [await link.innerText(), await link.getAttribute('href')];
    expect(href).toMatch(/\/console\/organisations\?createdIn=\d{4}-\d{2}$/);
    await link.click();
    await page.getByRole('list', { name: 'Filters' }).getByText(`Registered in ${name}`).waitFor();
  });

  it('opens the Active organisations and those with a flag', async () => {
    const page = await app.signIn('superUser');
    const active = page.getByRole('definition').getByRole('link').nth(1);
    expect(await active.getAttribute('href')).toBe('/console/organisations?status=Active');
    await section(page, 'By flag')
      .getByRole('link', { name: /^Kind: Bank/ })
      .click();
    await page.getByRole('list', { name: 'Filters' }).getByText('Flag Kind: Bank').waitFor();
    await page.getByText('3 organisations').first().waitFor();
  });

  it('shows a change that is made elsewhere, and counts it, without a reload', async () => {
    const page = await app.signIn('superUser');
    const latest = section(page, 'Latest changes');
    await latest.getByText('Live').waitFor();
    await page.evaluate("document.body.dataset.kept = 'yes'");
    const before = (await statistics()).totalSize;
    await app.api.post(
      '/organisations',
      anOrganisationBody({ OrganisationId: 'new', OrganisationName: 'New Bank' }),
    );
    await latest.getByRole('link', { name: 'New Bank' }).waitFor();
    await page
      .locator('#content dd')
      .first()
      .getByText(String(before + 1), { exact: true })
      .waitFor();
    expect(await page.evaluate('document.body.dataset.kept')).toBe('yes');
    expect(await latest.getByRole('link', { name: 'New Bank' }).getAttribute('href')).toBe(
      '/console/organisations/new?revision=1',
    );
  });

  it('counts only what an administrator may see', async () => {
    const page = await app.signIn('administrator');
    await section(page, 'By country').waitFor();
    expect(await page.locator('#content dd').first().innerText()).toBe('1');
  });

  it.each([
    ['light', 1_440],
    ['dark', 320],
  ] as const)('is accessible with all bars and a table open, %s, %i pixels', async (theme, width) => {
    const page = await app.signIn('superUser', '', { theme, width });
    const countries = section(page, 'By country');
    await countries.getByRole('button', { name: 'Show all 100' }).click();
    await countries.getByText('Show as a table').click();
    expect(await countries.getByRole('listitem').getByRole('link').count()).toBe(100);
    expect(await countries.getByRole('row').getByRole('link').count()).toBe(100);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  it('says what went wrong in the words of the API, and tries again when asked to', async () => {
    const page = await app.open('', { expectedStatuses: [503] });
    let failures = 0;
    await page.route('**/organisations/statistics', (route) => {
      failures += 1;
      return route.fulfill({
        status: 503,
        json: { errors: ['The database is away.'] },
        headers: { 'retry-after': '60' },
      });
    });
    await page.getByRole('button', { name: consoleUsers.superUser }).click();
    await section(page, 'Latest changes').getByText('Live').waitFor();
    // The page reads again when it knows the end of the log.
    await until('both readings', () => (failures >= 2 ? true : null));
    await page.getByText('The database is away.').waitFor();
    await page.unroute('**/organisations/statistics');
    await page.getByRole('button', { name: 'Try again' }).click();
    await section(page, 'By country').waitFor();
  });
});
