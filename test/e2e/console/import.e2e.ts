import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { FileChooser, Page } from 'playwright-core';
import {
  anAdminUser,
  aFlag,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, overflowOf, useConsole, type WindowOptions } from '../../support/console.js';
import { until } from '../../support/until.js';

/** A file of another ecosystem, in the shape of participants files of Open Banking Brasil. */
const otherEcosystem = JSON.stringify([
  {
    OrganisationId: 'br-1',
    Status: 'Active',
    OrganisationName: 'BANCO LONTRA S.A.',
    CreatedOn: '2020-12-18 17:53:49.832',
    LegalEntityName: 'BANCO LONTRA S.A.',
    CountryOfRegistration: 'BR',
    CompanyRegister: 'Cadastro Nacional da Pessoa Jurídica',
    RegistrationNumber: 12345678000190,
    RegistrationId: null,
    RegisteredName: 'BANCO LONTRA S.A.',
    AddressLine1: ' RUA DAS LONTRAS, 7 ',
    AddressLine2: '',
    City: 'SAO PAULO',
    Postcode: '04538-133',
    Country: 'Brasil',
    ParentOrganisationReference: '',
    AuthorisationServers: [{ AuthorisationServerId: 'a' }, { AuthorisationServerId: 'b' }],
    OrgDomainClaims: [],
  },
]);

const organisation = (id: string, changes: Record<string, unknown> = {}) =>
  anOrganisationBody({ OrganisationId: id, OrganisationName: `Otter ${id}`, ...changes });

const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => organisation(`${prefix}-${String(index).padStart(3, '0')}`));

describeInChromium('the import of the console', () => {
  const app = useConsole();

  const openImport = (options: WindowOptions = {}): Promise<Page> =>
    app.signIn('superUser', 'import', { expectedStatuses: [404, 503], ...options });

  async function choose(page: Page, name: string, content: string | Buffer | object): Promise<void> {
    const bytes = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    await page
      .getByLabel('Choose a file, or drop it here')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(bytes) });
  }

  /** The page shows the state, and announces it in a second element. */
  const state = (page: Page, text: string) =>
    page.locator('#content').getByText(text, { exact: true }).waitFor();
  const planned = (page: Page) => state(page, 'Nothing has been sent yet.');
  const finished = (page: Page) => state(page, 'Finished.');
  const send = (page: Page) => page.getByRole('button', { name: /^Send / }).click();
  const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

  /** The counts above the table, such as `{ New: 1 }`; those that are 0 are left out. */
  async function counts(page: Page): Promise<Record<string, number>> {
    const texts = await page.getByRole('group', { name: 'Show' }).getByRole('button').allInnerTexts();
    const entries = texts.map((text) => {
      const [, name = '', count = ''] = /^(.*\S)\s+([\d,]+)$/s.exec(text) ?? [];
      return [name, Number(count.replace(',', ''))] as const;
    });
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  }

  const stored = async (id: string): Promise<Record<string, unknown> | null> => {
    const [found] = await app.database.query(
      `SELECT o.*, (SELECT json_agg(f.name || '=' || f.value ORDER BY f.name, f.value) FROM directory.organisation_flag r
         JOIN directory.flag f USING (flag_id) WHERE r.organisation_id = o.organisation_id) AS flags
       FROM directory.organisation o WHERE organisation_id = $1`,
      [id],
    );
    return found ?? null;
  };

  it('shows the public file of this directory as unchanged', async () => {
    await anOrganisation(app.database, { organisation_id: 'own-1' });
    await aFlag(app.database, { name: 'Sector' }, ['own-1']);
    const answer = await fetch(`${app.origin}/organisations/export/open-data`);
    const page = await openImport();
    await choose(page, 'participants.json', await answer.text());
    await planned(page);
    const { All, Unchanged } = await counts(page);
    expect(Unchanged).toBe(All);
    expect(await page.getByRole('button', { name: /^Send / }).count()).toBe(0);
  });

  it('shows what would be created, changed and refused, and sends it', async () => {
    await anOrganisation(app.database, { organisation_id: 'mix-1', organisation_name: 'Otter mix-1' });
    await anAdminUser(app.database, 'mix-1', 'one@example.com');
    await aFlag(app.database, { flag_id: 'hidden', name: 'Risk', value: 'High', access_level: 3 }, ['mix-1']);
    const page = await openImport();
    await choose(page, 'mix.json', [
      organisation('mix-1', {
        City: 'Bath',
        Flags: { Kind: ['Bank'] },
        AdminUsers: [{ UserEmail: 'one@example.com', Status: 'Inactive' }, { UserEmail: 'two@example.com' }],
      }),
      organisation('mix-2', { Flags: { Kind: ['Bank', 'Insurer'] }, Status: 'pending', Website: 'x' }),
      organisation('mix-3', { City: 'x', Postcode: null }),
      organisation('mix-2'),
    ]);
    await planned(page);
    expect(await counts(page)).toEqual({ All: 4, New: 1, Changed: 1, Refused: 2, 'With notes': 1 });
    await page.getByText('2 flags would be created').waitFor();
    const changed = row(page, 'Otter mix-1');
    await changed.getByText('Before: London → After: Bath').waitFor();
    await changed.getByText('Risk: High → After: Kind: Bank, Risk: High').waitFor();
    await changed.getByText('one@example.com: Inactive, two@example.com: Active').waitFor();
    const refused = row(page, 'Otter mix-3');
    await refused.getByText('City must have 2 to 255 characters').waitFor();
    await refused.getByText('Postcode must be provided').waitFor();
    await page.getByText('OrganisationId occurs more than once in the file, first in record 2').waitFor();
    expect(await stored('mix-2')).toBeNull();

    await send(page);
    await finished(page);
    expect(await counts(page)).toMatchObject({ Sent: 2 });
    expect(await stored('mix-1')).toMatchObject({ city: 'Bath', flags: ['Kind=Bank', 'Risk=High'] });
    expect(await stored('mix-2')).toMatchObject({ status: 'Pending', flags: ['Kind=Bank', 'Kind=Insurer'] });
    const users = await app.database.query(
      `SELECT user_email, status FROM directory.admin_user WHERE organisation_id = 'mix-1' ORDER BY 1`,
    );
    expect(users).toEqual([
      { user_email: 'one@example.com', status: 'Inactive' },
      { user_email: 'two@example.com', status: 'Active' },
    ]);
  });

  it('saves a report in the form of the command line', async () => {
    const page = await openImport();
    await choose(page, 'report.json', [
      organisation('report-1', { City: ' London ', LogoUri: 'https://www.example.com/logo.webp' }),
      organisation('report-2', { Country: 7 }),
    ]);
    await planned(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the report' }).click(),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n');
    expect(file.suggestedFilename()).toBe('import-report.ndjson');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        record: 1,
        OrganisationId: 'report-1',
        notes: [
          'City: trimmed',
          'LogoUri: left out, must be an http(s) URL of an svg, png or jpg image, or a data URI of one: "https://www.example.com/logo.webp"',
        ],
      },
      { record: 2, OrganisationId: 'report-2', errors: ['Country must have 2 to 255 characters'] },
    ]);
  });

  const two = [organisation('form-1'), organisation('form-2')];
  const lines = two.map((one) => JSON.stringify(one)).join('\n');
  it.each<[form: string, content: string | Buffer, records: number]>([
    ['a list in gzip', gzipSync(JSON.stringify(two)), 2],
    ['NDJSON', lines, 2],
    ['NDJSON in gzip', gzipSync(lines), 2],
    ['a page of the list', JSON.stringify({ content: two, totalPages: 1, pageable: { number: 0 } }), 2],
    ['an object that holds the list', JSON.stringify({ meta: {}, participants: two }, null, 2), 2],
    ['one organisation alone', JSON.stringify(two[0], null, 2), 1],
    ['a list with a byte order mark', `\ufeff${JSON.stringify(two)}`, 2],
  ])('reads %s', async (_form, content, records) => {
    const page = await openImport();
    await choose(page, 'file', content);
    await planned(page);
    expect((await counts(page)).All).toBe(records);
  });

  it.each<[what: string, content: string | Buffer]>([
    ['looks like CSV', 'OrganisationId,OrganisationName\n1,Bank A\n'],
    ['looks like HTML', '<!doctype html><html></html>'],
    ['looks like XML', '<?xml version="1.0"?><list/>'],
    ['looks like a zip archive or an Excel workbook', Buffer.from('504b030414000000', 'hex')],
    ['looks like a PDF', '%PDF-1.7'],
    ['is empty', ''],
    ['is an error response of an API', '{"errors":["Postcode must be provided"]}'],
    ['is a list of other things than organisations, with Name', '[{"Name":"x"}]'],
    ['is damaged gzip', Buffer.from('1f8b0800ffffffffffffffff', 'hex')],
  ])('refuses in one sentence a file that %s', async (what, content) => {
    const page = await openImport();
    await choose(page, 'wrong.json', content);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const text = await alert.innerText();
    expect(text).toContain(`wrong.json can't be imported: it ${what}`);
    expect(text).toContain('import takes a JSON list of organisations');
  });

  it('offers the records before a place where the JSON is broken', async () => {
    const page = await openImport();
    await choose(page, 'broken.json', `[${JSON.stringify(organisation('broken-1'))},\n{"OrganisationId":`);
    await page.getByText('the file ends before its array does').waitFor();
    await planned(page);
    expect((await counts(page)).New).toBe(1);
  });

  it('reads a file of another ecosystem', async () => {
    const page = await openImport();
    await choose(page, 'participants.json', otherEcosystem);
    await planned(page);
    await page.getByText('CreatedOn: date without a time zone, read as UTC (1)').waitFor();
    await page.getByText('in 1 organisation (2 entries)').waitFor();
    await send(page);
    await finished(page);
    expect(await stored('br-1')).toMatchObject({
      registration_number: '12345678000190',
      address_line1: 'RUA DAS LONTRAS, 7',
      address_line2: null,
    });
    await page.getByText('the code of Brasil is BR', { exact: false }).waitFor();
  });

  const realFile = process.env.PARTICIPANTS_FILE ?? '';
  (existsSync(realFile) ? it : it.skip)('reads the file that PARTICIPANTS_FILE names', async () => {
    const page = await openImport();
    await choose(page, 'participants.json', readFileSync(realFile));
    await planned(page);
    const { All = 0, New, Refused = 0 } = await counts(page);
    expect([All > 0, Refused, New]).toEqual([true, 0, All]);
    await send(page);
    await finished(page);
    expect((await counts(page)).Sent).toBe(All);
  });

  it('stops after the records on their way, and continues', async () => {
    const page = await openImport();
    await page.route('**/organisations', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await route.continue();
    });
    await choose(page, 'many.json', many('stop', 150));
    await planned(page);
    await send(page);
    await page.getByRole('button', { name: /^Sent [1-9]/ }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await state(page, 'Stopped. The rest has not been sent.');
    const { Sent = 0 } = await counts(page);
    const [{ count } = { count: -1 }] = await app.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM directory.organisation WHERE organisation_id LIKE 'stop-%'`,
    );
    expect(count).toBe(Sent);
    expect(Sent).toBeLessThan(150);
    await page.unroute('**/organisations');
    await page.getByRole('button', { name: `Continue with ${150 - Sent} records` }).click();
    await finished(page);
    expect((await counts(page)).Sent).toBe(150);
  });

  it('is interrupted by an outage and resumes, though a record on its way was taken', async () => {
    const page = await openImport({ expectedStatuses: [404, 503, 409] });
    await choose(page, 'outage.json', many('out', 40));
    await planned(page);
    let requests = 0;
    await page.route('**/organisations', async (route) => {
      requests += 1;
      // The directory takes it, and the answer is lost.
      if (requests === 10) await route.fetch();
      if (requests >= 10) await route.abort('connectionreset');
      else await route.continue();
    });
    await send(page);
    await page.getByText('The import was interrupted').waitFor();
    await page.getByText('The directory does not answer.', { exact: false }).first().waitFor();
    await page.unroute('**/organisations');
    await page.getByRole('button', { name: /^Continue with / }).click();
    await finished(page);
    expect(await counts(page)).toEqual({ All: 40, New: 40, Sent: 40 });
  });

  it('waits as long as the directory asks', async () => {
    const page = await openImport({ expectedStatuses: [404, 503, 429] });
    await choose(page, 'busy.json', many('busy', 8));
    await planned(page);
    let refusals = 0;
    await page.route('**/organisations', async (route) => {
      refusals += 1;
      const headers = { 'retry-after': '4' };
      if (refusals <= 3)
        await route.fulfill({ status: 429, headers, json: { errors: ['Too many requests'] } });
      else await route.continue();
    });
    await send(page);
    await page.getByText('The directory takes no more requests at the moment.', { exact: false }).waitFor();
    await finished(page);
    expect((await counts(page)).Sent).toBe(8);
  });

  it('overwrites nothing that somebody else changed since the comparison', async () => {
    await anOrganisation(app.database, { organisation_id: 'race-1' });
    await anOrganisation(app.database, { organisation_id: 'race-2' });
    const page = await openImport({ expectedStatuses: [404, 503, 409, 412] });
    await choose(page, 'race.json', [
      organisation('race-1', { City: 'Bath' }),
      organisation('race-2', { City: 'Bath' }),
      organisation('race-3'),
    ]);
    await planned(page);
    await app.database.query(
      `UPDATE directory.organisation SET city = 'York' WHERE organisation_id = 'race-1'`,
    );
    await anOrganisation(app.database, { organisation_id: 'race-3', city: 'York' });
    await send(page);
    await finished(page);
    expect(await counts(page)).toMatchObject({ Sent: 1, 'Not taken': 2 });
    expect([(await stored('race-1'))?.city, (await stored('race-3'))?.city]).toEqual(['York', 'York']);
    expect(await row(page, 'Otter race-1').innerText()).toMatch(/Changed meanwhile[\s\S]*If-Match/);
  });

  it('says after a reload how far the import was, and finds the rest in the same file', async () => {
    const page = await openImport();
    await page.route('**/organisations', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await route.continue();
    });
    await choose(page, 'reload.json', many('load', 120));
    await planned(page);
    await send(page);
    await page.getByRole('button', { name: /^Sent [1-9]/ }).waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText('The last import was cut off').waitFor();
    expect(await page.locator('#content').innerText()).toMatch(/reload\.json: \d+ of 120 records/);
    await choose(page, 'reload.json', many('load', 120));
    await planned(page);
    const { All, New = 0, Unchanged = 0 } = await counts(page);
    expect([All, New + Unchanged, New > 0, Unchanged > 0]).toEqual([120, 120, true, true]);
  });

  it('compares a large file with the pages of the list', async () => {
    const page = await openImport();
    const read: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.url().includes('/organisations')) read.push(request.url());
    });
    const file = many('large', 1_500);
    await choose(page, 'large.json', file);
    await planned(page);
    expect(await counts(page)).toMatchObject({ All: 1_500, New: 1_500 });
    expect(read.length).toBeLessThan(10);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Otter large-050').waitFor();
  });

  it('keeps reacting while it reads a file of 30 MB', async () => {
    const page = await openImport();
    const lines = many('huge', 1_000)
      .map((one) => JSON.stringify({ ...one, AuthorisationServers: [{ Name: 'x'.repeat(30_000) }] }))
      .join('\n');
    await page.evaluate(
      `globalThis.longest = 0; globalThis.start = performance.now(); let last = start; setInterval(() => {
         const now = performance.now(); globalThis.longest = Math.max(globalThis.longest, now - last); last = now; }, 5);`,
    );
    await choose(page, 'huge.ndjson.gz', gzipSync(lines));
    await planned(page);
    expect((await counts(page)).All).toBe(1_000);
    // A blocked page would not have run the timer for as long as the whole file takes.
    expect(await page.evaluate<number>('longest / (performance.now() - start)')).toBeLessThan(0.5);
  });

  it('takes a file that is dropped on the page', async () => {
    const page = await openImport();
    const content = JSON.stringify([organisation('drop-1')]);
    const transfer = await page.evaluateHandle(
      `(() => { const transfer = new DataTransfer();
         transfer.items.add(new File([${JSON.stringify(content)}], 'dropped.json')); return transfer; })()`,
    );
    // A page listens a moment after it is shown.
    await until('the dropped file', async () => {
      await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
      await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
      return (await page.getByRole('heading', { name: 'dropped.json' }).isVisible()) ? true : null;
    });
    await planned(page);
  });

  it('is operated by the keyboard alone', async () => {
    const page = await openImport();
    const tabTo = async (focused: RegExp): Promise<void> => {
      const present = (): Promise<string> =>
        page.evaluate<string>(
          `(({ type, textContent }) => type + ' ' + textContent)(document.activeElement)`,
        );
      for (let steps = 0; steps < 60 && !focused.test(await present()); steps += 1)
        await page.keyboard.press('Tab');
      expect(await present()).toMatch(focused);
    };
    await tabTo(/^file /);
    const choosers: FileChooser[] = [];
    page.on('filechooser', (chooser) => choosers.push(chooser));
    // On a busy machine Chromium may not have turned to the new listener when the key comes.
    const chooser = await until('the choice of a file', async () => {
      await page.keyboard.press('Space');
      return choosers[0] ?? null;
    });
    await chooser.setFiles({
      name: 'keys.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify([organisation('keys-1')])),
    });
    await planned(page);
    await tabTo(/^button Send 1 record$/);
    await page.keyboard.press('Enter');
    await finished(page);
    await tabTo(/^button Sent/);
    await page.keyboard.press('Enter');
    expect(page.url()).toContain('show=sent');
    expect(await stored('keys-1')).not.toBeNull();
  });

  it('is not offered to an administrator, who may know its address', async () => {
    const page = await app.signIn('administrator', 'import');
    await page.getByText('Only operators import files').waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
  });

  it.each([
    ['light', 1_440, 'en-GB'],
    ['dark', 320, 'pt-BR'],
  ] as const)('has no fault of accessibility in %s at %i pixels in %s', async (theme, width, locale) => {
    const page = await openImport({ theme, width, locale });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    const name = `${'🏦 بنك '.repeat(30)}${'x'.repeat(60)}`;
    await page.locator('input[type=file]').setInputFiles({
      name: `${'long-'.repeat(30)}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(
        JSON.stringify([
          organisation(`wide-${width}`, {
            OrganisationName: name,
            City: ' London ',
            Website: 1,
            Flags: { Kind: Array.from({ length: 100 }, (_, index) => `Kind ${index}`) },
          }),
          organisation('x', { City: null }),
        ]),
      ),
    });
    await page.getByRole('table').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: /^(Send|Enviar) 1/ }).click();
    await page
      .locator('#content')
      .getByText(/^(Finished|Concluído)\.$/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
