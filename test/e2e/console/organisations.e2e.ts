import { readFile } from 'node:fs/promises';
import type { Locator, Page, Route } from 'playwright-core';
import { aFlag, anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';
import { until } from '../../support/until.js';

/** The max length of a name. */
const longName = 'x'.repeat(255);
const rightToLeft = 'بنك المثال';
/** Texts that would be code in a page, an address, an attribute, a template or a spreadsheet. */
const oddNames = [
  'javascript:alert(1)',
  '"&{{}} ${7*7} \u{1F600}',
  '=HYPERLINK("http://x.example","y")',
  longName,
  rightToLeft,
];
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Listed {
  readonly OrganisationId: string;
  readonly OrganisationName: string;
  readonly [field: string]: unknown;
}

describeInChromium('the list of organisations', () => {
  const app = useConsole();
  let page: Page;

  beforeAll(async () => {
    for (let number = 1; number <= 60; number += 1) await aBank(number);
    for (const [index, organisation_name] of oddNames.entries())
      await anOrganisation(app.database, { organisation_id: `odd-${index}`, organisation_name, city: 'Odd' });
    for (let index = 0; index < 100; index += 1)
      await aFlag(
        app.database,
        { flag_id: `flag-${index}`, value: `Kind ${String(index).padStart(2, '0')}` },
        ['org-01'],
      );
    await anAdminUser(app.database, 'org-01', consoleUsers.administrator);
    await anAdminUser(app.database, 'org-02', consoleUsers.superUser);
    page = await app.signIn('superUser', 'organisations', { expectedStatuses: [429, 502, 504] });
  });

  /** Banks 1 and 2 have logos; each third is Pending; each second is in Łódź. */
  async function aBank(number: number): Promise<void> {
    const name = String(number).padStart(2, '0');
    const logo = number === 1 ? pixel : number === 2 ? 'https://elsewhere.example/logo.png' : null;
    await anOrganisation(app.database, {
      organisation_id: `org-${name}`,
      organisation_name: `Bank ${name}`,
      status: number % 3 === 0 ? 'Pending' : 'Active',
      city: number % 2 === 0 ? 'Łódź' : 'London',
      postcode: `EC${100 - number} 1AA`,
      logo_uri: logo,
    });
  }

  /** Opens the list as a link does, with the columns that a new visitor sees. */
  async function open(query = ''): Promise<void> {
    await page.evaluate("localStorage.removeItem('console.organisations.columns')");
    await page.goto(`organisations${query}`);
  }

  const names = (): Promise<string[]> => page.locator('tbody th a').allInnerTexts();
  const total = (count: number): Promise<void> =>
    page
      .locator('#content')
      .getByText(`${count} organisation${count === 1 ? '' : 's'}`, { exact: true })
      .waitFor();
  const search = (): Locator => page.getByRole('searchbox', { name: 'Search' });
  const heading = (name: string): Locator => page.getByRole('columnheader', { name });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

  async function listed(query: string): Promise<Listed[]> {
    const answer = await app.api.get(`/organisations?size=1000&${query}`);
    return (answer.body as { content: Listed[] }).content;
  }

  /** Waits until the rows are those that the API lists, in its order. */
  async function showsPageOf(query: string, pageNumber = 0, size = 25): Promise<void> {
    const all = (await listed(query)).map(({ OrganisationName }) => OrganisationName);
    const expected = all.slice(pageNumber * size, (pageNumber + 1) * size);
    let shown: string[] = [];
    await until('the rows', async () => {
      // There are none while the page signs in again after a reload.
      shown = await names().catch(() => []);
      return JSON.stringify(shown) === JSON.stringify(expected) ? true : null;
    }).catch(() => undefined);
    expect(shown).toEqual(expected);
  }

  const address = (): string => new URL(page.url()).search;

  it('begins with the first page by name, and an address without a query', async () => {
    await open();
    await total(65);
    await showsPageOf('sort=OrganisationName,asc');
    expect(address()).toBe('');
    expect(await heading('Name').getAttribute('aria-sort')).toBe('ascending');
  });

  it('searches while a person types, whatever the accents, and announces the number', async () => {
    await open();
    await total(65);
    const visits = await page.evaluate<number>('history.length');
    await search().pressSequentially('lodz');
    await total(30);
    await showsPageOf('filterBy=lodz&sort=OrganisationName');
    expect(address()).toBe('?filterBy=lodz');
    expect(await page.evaluate<number>('history.length')).toBe(visits);
    await page
      .getByRole('status')
      .filter({ hasText: '30 organisations. Page 1 of 2.' })
      .waitFor({ state: 'attached' });
  });

  it('asks the directory for no single character', async () => {
    await open();
    await total(65);
    const filters: (string | null)[] = [];
    const note = (request: { url(): string }): void => {
      filters.push(new URL(request.url()).searchParams.get('filterBy'));
    };
    page.on('request', note);
    await search().fill('l');
    await page.getByLabel('Status').selectOption('Active');
    await total(45);
    await search().fill('lo');
    await total(40);
    page.off('request', note);
    expect(new Set(filters)).toEqual(new Set([null, 'lo']));
  });

  it('aborts the former search when another one begins', async () => {
    await open();
    await total(65);
    await page.route(/filterBy=bank(?:&|$)/, () => undefined);
    const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('filterBy=bank'));
    await search().fill('bank');
    await page.waitForRequest(/filterBy=bank/);
    await search().fill('bank 0');
    expect((await aborted).failure()?.errorText).toBe('net::ERR_ABORTED');
    await showsPageOf('filterBy=bank%200&sort=OrganisationName');
  });

  it('sorts by a column in both directions, and goes back and forward', async () => {
    await open();
    await total(65);
    await heading('City').getByRole('button').click();
    await showsPageOf('sort=City,asc');
    await heading('City').getByRole('button').click();
    await showsPageOf('sort=City,desc');
    expect(await heading('City').getAttribute('aria-sort')).toBe('descending');
    await page.goBack();
    await showsPageOf('sort=City,asc');
    await page.goBack();
    await showsPageOf('sort=OrganisationName,asc');
    await page.goForward();
    await showsPageOf('sort=City,asc');
    expect(await heading('City').getAttribute('aria-sort')).toBe('ascending');
  });

  it('sorts by a field that is no column', async () => {
    await open();
    await button('Columns and order').click();
    await page.getByLabel('Sort by').selectOption({ label: 'Postcode' });
    await page.getByLabel('Direction').selectOption({ label: 'Descending' });
    await showsPageOf('sort=Postcode,desc');
  });

  it('offers each scalar field to sort by, and the directory takes each', async () => {
    await open();
    await button('Columns and order').click();
    const id = (await page.getByLabel('Sort by').getAttribute('id')) ?? '';
    const fields = await page.evaluate<string[]>(
      `[...document.getElementById('${id}').options].map((option) => option.value)`,
    );
    expect(fields).toHaveLength(19);
    const refused: unknown[] = [];
    for (const field of fields) {
      const answer = await app.api.get(`/organisations?size=1&sort=${field}`);
      if (answer.status !== 200) refused.push([field, answer.body]);
    }
    expect(refused).toEqual([]);
  });

  it('keeps page, size, order and filters over a reload, and goes back page by page', async () => {
    await open('?filterBy=org-&sort=City%2Cdesc');
    await total(60);
    await button('Next').click();
    await showsPageOf('filterBy=org-&sort=City,desc', 1);
    await page.reload();
    await showsPageOf('filterBy=org-&sort=City,desc', 1);
    expect(await search().inputValue()).toBe('org-');
    await page.goBack();
    await showsPageOf('filterBy=org-&sort=City,desc', 0);
    await page.getByLabel('Rows a page').selectOption('100');
    await showsPageOf('filterBy=org-&sort=City,desc', 0, 100);
    expect(new URLSearchParams(address()).get('size')).toBe('100');
  });

  it('leads from a page past the end to the first one', async () => {
    await open('?page=99');
    await button('Go to the first page').click();
    await showsPageOf('sort=OrganisationName');
  });

  it('shows the chosen columns, in the address too, and remembers them', async () => {
    await open();
    await button('Columns and order').click();
    await page.getByRole('checkbox', { name: 'Postcode' }).check();
    await page.getByRole('checkbox', { name: 'Flags', exact: true }).uncheck();
    await heading('Postcode').waitFor();
    const columns = new URLSearchParams(address()).get('columns');
    expect(columns?.split(',')).toContain('Postcode');
    expect(await heading('Flags').count()).toBe(0);
    await page.goto('organisations');
    await heading('Postcode').waitFor();
    await until('the address', () =>
      new URLSearchParams(address()).get('columns') === columns ? true : null,
    );
    await button('Columns and order').click();
    await button('Standard columns').click();
    await heading('Flags').waitFor();
    expect(address()).toBe('');
  });

  it('shows a super user the organisations that they administer', async () => {
    await open();
    await page.getByRole('checkbox', { name: 'Mine' }).check();
    await total(1);
    expect(await names()).toEqual(['Bank 02']);
    expect(address()).toBe('?mine=true');
  });

  it('shows an administrator their own organisation and offers no new one', async () => {
    const other = await app.signIn('administrator', 'organisations');
    await other.getByRole('link', { name: 'Bank 01' }).waitFor();
    expect(await other.locator('tbody tr').count()).toBe(1);
    expect(await other.getByRole('link', { name: 'New organisation' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New organisation' }).count()).toBe(1);
  });

  it('shows each name as text', async () => {
    await open('?filterBy=odd');
    await total(5);
    expect(new Set(await names())).toEqual(new Set(oddNames));
  });

  it('shows a logo inside its address, and initials for one of another host', async () => {
    await open();
    const row = (name: string): Locator => page.getByRole('row', { name });
    await row('Bank 01').locator('img').waitFor();
    expect(await row('Bank 02').locator('img').count()).toBe(0);
    expect(await row('Bank 02').locator('[aria-hidden] span').innerText()).toBe('B0');
  });

  it('shows the first of 100 flags and the number of the others', async () => {
    await open('?filterBy=org-01');
    await total(1);
    const cell = page.getByRole('cell').filter({ hasText: 'Company kind' });
    expect(await cell.getByRole('listitem').count()).toBe(4);
    expect(await cell.innerText()).toContain('+97');
    expect(await cell.textContent()).toContain('and 97 more flags');
  });

  it.each([
    ['Pending', 20],
    ['Active', 45],
    ['Withdrawn', 0],
  ])('shows the organisations of the Status %s: %i', async (status, count) => {
    await open();
    await total(65);
    await page.getByLabel('Status').selectOption(status);
    if (count === 0) await page.getByText('No organisation matches these filters.').waitFor();
    else await total(count);
    expect(page.url()).toContain(`status=${status}`);
  });

  it('names each condition of its address, and removes one after the other', async () => {
    await open('?flag=flag-7&country=GB&parent=none&createdIn=2024-01');
    const conditions = page.getByRole('list', { name: 'Filters' });
    await conditions.getByText('Kind 07').waitFor();
    expect(await conditions.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('Country United Kingdom'),
      expect.stringContaining('Flag Company kind: Kind 07'),
      expect.stringContaining('Parent none'),
      expect.stringContaining('Registered in Jan 2024'),
    ]);
    await page.getByText('No organisation matches these filters.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button('Remove the filter Parent').click();
    await total(1);
    for (const name of ['Country', 'Registered in']) await button(`Remove the filter ${name}`).click();
    await total(1);
    await button('Remove the filter Flag').click();
    await total(65);
    expect(await conditions.count()).toBe(0);
  });

  it('says that nothing was found, and clears the filters', async () => {
    await open('?filterBy=nothing%20like%20this&status=Pending&country=BR');
    await page.getByText('No organisation matches these filters.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button('Clear the filters').click();
    await total(65);
    expect(await search().inputValue()).toBe('');
  });

  it('shows what the directory refuses in its own words', async () => {
    const refused = await app.signIn('superUser', 'organisations', { expectedStatuses: [400] });
    await refused.getByRole('searchbox').fill('a < b');
    await refused.getByRole('alert').getByText('filterBy').waitFor();
  });

  describe('when a request fails', () => {
    const bodies = {
      429: { status: 429, headers: { 'retry-after': '60' }, json: { errors: ['Too many requests.'] } },
      502: { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
      504: { status: 504, json: { errors: ['The database did not answer in time.'] } },
    };
    const sentences = {
      429: 'Too many requests.',
      502: '<h1>Bad gateway</h1>',
      504: 'did not answer in time',
    };

    it.each([429, 502, 504] as const)(
      'shows %i with the interaction id, keeps the rows, and tries again',
      async (status) => {
        await open();
        await total(65);
        const before = await names();
        let sent = '';
        await page.route(/sort=City/, async (route: Route) => {
          sent = route.request().headers()['x-fapi-interaction-id'] ?? '';
          await route.fulfill(bodies[status]);
        });
        await heading('City').getByRole('button').click();
        const alert = page.getByRole('alert');
        await alert.getByText(sentences[status]).waitFor();
        expect(sent).toMatch(/^[0-9a-f-]{36}$/);
        expect(await alert.innerText()).toContain(sent);
        expect(await names()).toEqual(before);
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.unrouteAll();
        await button('Try again').click();
        await showsPageOf('sort=City,asc');
        expect(await alert.count()).toBe(0);
      },
    );
  });

  describe('as a file', () => {
    /** The list has names that are formulas, and organisations with and without flags. */
    const address = '?sort=OrganisationName%2Cdesc';
    const query = 'sort=OrganisationName,desc';

    async function openPanel(): Promise<void> {
      await open(address);
      await total(65);
      await button('Download').click();
      await page.getByText('The file has all fields of 65 organisations').waitFor();
    }

    async function download(format: 'CSV' | 'JSON'): Promise<string> {
      const event = page.waitForEvent('download');
      await button(`Download ${format}`).click();
      const file = await event;
      const name = file.suggestedFilename();
      expect(name).toMatch(/^organisations-\d{4}-\d\d-\d\d\.(?:csv|json)$/);
      await page.locator('#content').getByText(`${name} is complete.`).waitFor();
      return readFile(await file.path(), 'utf8');
    }

    it('JSON is the list as the API answers it', async () => {
      await openPanel();
      expect(JSON.parse(await download('JSON'))).toEqual(await listed(query));
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    it('CSV has each field of each organisation, and an apostrophe before a formula', async () => {
      await openPanel();
      const text = await download('CSV');
      expect(text.startsWith('\u{FEFF}OrganisationId,OrganisationName,')).toBe(true);
      const [names = [], ...records] = csvRecords(text.slice(1));
      const organisations = await listed(query);
      expect(new Set(names)).toEqual(new Set(Object.keys(organisations[0] ?? {})));
      const expected = organisations.map((organisation) => names.map((name) => csvText(organisation[name])));
      expect(records).toEqual(expected);
      expect(records.flat()).toContain(`'=HYPERLINK("http://x.example","y")`);
    });

    it('is not saved when a person cancels it', async () => {
      await openPanel();
      const downloads: unknown[] = [];
      page.on('download', (one) => downloads.push(one));
      await page.route(/size=5000/, () => undefined);
      await button('Download JSON').click();
      await page.getByRole('progressbar', { name: 'Making the JSON file' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await button('Cancel the download').click();
      await page.locator('#content').getByText('The download was cancelled. Nothing was saved.').waitFor();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      // A download that would still come would come before this one.
      await download('CSV');
      expect(downloads).toHaveLength(1);
    });

    it('is not saved when a request fails', async () => {
      await openPanel();
      await page.route(/size=5000/, (route) =>
        route.fulfill({ status: 504, json: { errors: ['The database did not answer in time.'] } }),
      );
      await button('Download CSV').click();
      const alert = page.getByRole('alert');
      await alert.getByText('The download did not work. Nothing was saved.').waitFor();
      expect(await alert.innerText()).toMatch(/The database did not answer in time\.[^]*[0-9a-f-]{36}/);
    });
  });

  it('is used with the keyboard alone', async () => {
    await open();
    await total(65);
    await tabTo(search());
    await page.keyboard.type('bank 1');
    await total(10);
    await tabTo(page.getByLabel('Status'));
    await page.keyboard.press('ArrowDown');
    await total(7);
    await tabTo(button('Columns and order'));
    await page.keyboard.press('Enter');
    await tabTo(page.getByLabel('Sort by'));
    await tabTo(heading('Name').getByRole('button'));
    await page.keyboard.press('Enter');
    await showsPageOf('filterBy=bank%201&status=Active&sort=OrganisationName,desc');
    expect(await hasFocus(heading('Name').getByRole('button'))).toBe(true);
    await tabTo(page.getByRole('link', { name: 'Bank 19' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/organisations\/org-19$/);
  });

  const hasFocus = async (element: Locator): Promise<boolean> =>
    (await element.and(page.locator(':focus')).count()) === 1;

  /** Presses Tab until the element has the focus. */
  async function tabTo(element: Locator): Promise<void> {
    for (let count = 0; count < 80; count += 1) {
      if (await hasFocus(element)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`80 times Tab do not reach ${String(element)}`);
  }

  it.each(['light', 'dark'] as const)(
    'has a card for each organisation and its open panels within 320 pixels, in the %s theme',
    async (theme) => {
      const phone = await app.signIn('superUser', 'organisations?size=100', { width: 320, theme });
      await phone.getByRole('link', { name: longName }).waitFor();
      await phone.getByRole('button', { name: 'Columns and order' }).click();
      await phone.getByRole('group', { name: 'Columns' }).waitFor();
      expect(await overflowOf(phone)).toBe(0);
      expect(await accessibilityFaults(phone)).toEqual([]);
      const label = await phone.evaluate<string>(
        "getComputedStyle(document.querySelector('tbody td'), '::before').content",
      );
      expect(label).toBe('"Status"');
      await phone.getByRole('button', { name: 'Download', exact: true }).click();
      await phone.getByText('The file has all fields of').waitFor();
      expect(await overflowOf(phone)).toBe(0);
      expect(await accessibilityFaults(phone)).toEqual([]);
    },
  );

  it('speaks Portuguese', async () => {
    const other = await app.signIn('superUser', 'organisations', { locale: 'pt-BR' });
    await other.getByRole('heading', { level: 1, name: 'Organizações' }).waitFor();
    await other.locator('#content').getByText('65 organizações', { exact: true }).waitFor();
    await other.getByRole('row', { name: 'Bank 01' }).getByText('Reino Unido').waitFor();
  });
});

/** Returns the records of a CSV file (RFC 4180). */
function csvRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

/** Returns a value as the CSV file has it. */
function csvText(value: unknown): string {
  if (Array.isArray(value))
    return (value as { Name: string; Value: string }[])
      .map((flag) => `${flag.Name}: ${flag.Value}`)
      .join('; ');
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '').replace('""', '');
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
