import type { Page } from 'playwright-core';
import { anAdminUser, anOrganisationBody } from '../../support/builders/organisation.js';
import { wholeLog } from '../../support/change-log.js';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, consoleUsers, overflowOf, useConsole } from '../../support/console.js';
import { until } from '../../support/until.js';

const organisations = 130;

describeInChromium('the page of changes', () => {
  const app = useConsole();

  beforeAll(async () => {
    for (let index = 0; index < organisations; index += 1)
      await create(`org-${index}`, { OrganisationName: `Bank ${index}` });
    await anAdminUser(app.database, 'org-1', consoleUsers.administrator);
    await wholeLog(app.database);
  });

  const create = (OrganisationId: string, more: Record<string, unknown> = {}) =>
    app.api.post('/organisations', anOrganisationBody({ OrganisationId, ...more }));

  const items = (page: Page) =>
    page.getByRole('list', { name: 'Changes, newest first' }).getByRole('article');
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

  async function rename(id: string, OrganisationName: string): Promise<void> {
    const answer = await app.api.put(`/organisations/${id}`, anOrganisationBody({ OrganisationName }));
    expect(answer.status).toBe(200);
  }

  it('shows a change live with old and new side by side, and opens its organisation at that revision', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    await page.evaluate("document.body.dataset.kept = 'yes'");
    await rename('org-7', 'Bank Seven');
    const item = items(page).filter({ hasText: 'Bank Seven' });
    await item.waitFor();
    expect(await items(page).first().innerText()).toContain('Bank Seven');
    expect(await item.getByRole('rowheader').allInnerTexts()).toEqual(['Name']);
    expect(await item.getByRole('cell').allInnerTexts()).toEqual(['Bank 7', 'Bank Seven']);
    await page.getByRole('status').filter({ hasText: '1 new change' }).waitFor({ state: 'attached' });
    expect(await page.evaluate('document.body.dataset.kept')).toBe('yes');
    await item.getByRole('link', { name: 'Bank Seven' }).click();
    await page.waitForURL(`${app.origin}/console/organisations/org-7?revision=2`);
  });

  it('loads earlier changes until the beginning of the log, without a gap', async () => {
    const page = await app.signIn('superUser', 'changes');
    await button(page, 'Load earlier changes').click();
    await page.getByText(/^Read from the beginning/).waitFor();
    const shown = await page.evaluate<number[]>(
      `[...document.querySelectorAll('article')].map(({ ariaLabel }) => Number(ariaLabel.replace('Position ', '')))`,
    );
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, index) => shown.length - index));
    expect(shown.length).toBeGreaterThanOrEqual(organisations);
  });

  it('filters by organisation, by kind and by person, in the address bar', async () => {
    await rename('org-3', 'Bank Three');
    const page = await app.signIn('superUser', 'changes?organisation=org-3');
    await items(page).nth(1).waitFor();
    expect(await items(page).getByRole('link', { name: 'Bank Three' }).count()).toBe(2);
    await page.getByLabel('Kind of change').selectOption('Created');
    await page.waitForURL(/organisation=org-3&operation=Create/);
    await until('one', async () => ((await items(page).count()) === 1 ? true : null));
    await page.getByLabel('Person or client').fill('nobody');
    await page.getByText('No change matches so far.').waitFor();
    await page.getByText('The directory does not filter its log.').waitFor();
    await button(page, 'Clear the filter').click();
    await items(page).nth(5).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('keeps still in a pause, and misses nothing after it', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    await button(page, 'Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await rename('org-5', 'Bank Five');
    await rename('org-6', 'Bank Six');
    await wholeLog(app.database);
    expect(await items(page).filter({ hasText: 'Bank Six' }).count()).toBe(0);
    await button(page, 'Resume').click();
    await items(page).filter({ hasText: 'Bank Six' }).waitFor();
    expect(await items(page).filter({ hasText: 'Bank Five' }).count()).toBe(1);
  });

  it('leaves the directory no open stream after the page is left', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/changes'));
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Flags' }).click();
    expect((await ended).headers().accept).toBe('text/event-stream');
  });

  it('verifies the log with the keyboard alone', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    await button(page, 'To the proof').focus();
    await page.keyboard.press('Enter');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
    await button(page, 'Verify in this browser').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The log is whole' }).waitFor();
    const [head] = await app.database.query<{ position: string; hash: string }>(
      `SELECT position, encode(hash, 'hex') AS hash FROM directory.change_log_head`,
    );
    await page.getByText(`${head?.position ?? ''} entries have the right hash`).waitFor();
    expect(
      await page
        .getByRole('status')
        .getByText(head?.hash ?? 'none')
        .count(),
    ).toBe(1);
    await page.getByText(/^The log contains the signed checkpoint of position/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('stops a verification when asked to', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    await page.route('**/organisations/changes?*limit=1000', () => undefined);
    await button(page, 'Verify in this browser').click();
    await page.getByRole('progressbar', { name: 'Verification of the log' }).waitFor();
    await button(page, 'Cancel').click();
    await page.getByText('The verification was stopped.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('tells an administrator that the whole chain can not be verified', async () => {
    const page = await app.signIn('administrator', 'changes');
    await items(page).first().waitFor();
    expect(await items(page).getByRole('link', { name: 'Bank 1' }).count()).toBe(1);
    await button(page, 'Verify in this browser').click();
    await page
      .getByRole('heading', { name: 'What you may see was verified; the whole chain was not' })
      .waitFor();
    await page.getByText(/entries are not shown to you\.$/).waitFor();
  });

  it.each([
    ['light', 1_440],
    ['dark', 320],
  ] as const)('is accessible with all fields open, %s, %i pixels', async (theme, width) => {
    const page = await app.signIn('superUser', 'changes?organisation=org-1', { theme, width });
    await items(page).first().locator('summary').click();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  it('renders a burst of 1,000 changes in few steps, and keeps the newest', async () => {
    const page = await app.signIn('superUser', 'changes');
    await live(page);
    await page.evaluate(`globalThis.renders = 0;
      new MutationObserver(() => { renders += 1; }).observe(document.body, { childList: true, subtree: true });`);
    await app.database.query(
      `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
       SELECT 'org-9', n, 'burst', 'i', 'Update', jsonb_build_array(jsonb_build_object('Field', 'City', 'Old', n - 1, 'New', n))
       FROM generate_series(2, 1001) n`,
    );
    await items(page).first().getByText('· Revision 1,001').waitFor();
    expect(await items(page).count()).toBeLessThanOrEqual(200);
    expect(await page.evaluate<number>('renders')).toBeLessThan(100);
  });

  // The last test: it breaks the log.
  it('names the position of an entry that the owner of the database changed', async () => {
    const position = 17;
    await app.database.query('ALTER TABLE directory.organisation_history DISABLE TRIGGER ALL');
    await app.database.query(
      `UPDATE directory.organisation_history h SET client_id = 'somebody-else' FROM directory.change_log l
       WHERE l.position = $1 AND l.organisation_id = h.organisation_id AND l.revision = h.revision`,
      [position],
    );
    const page = await app.signIn('superUser', 'changes');
    await button(page, 'Verify in this browser').click();
    await page.getByRole('heading', { name: 'The log was changed' }).waitFor();
    await page.getByText(`The hash chain breaks at position ${position}:`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
