import type { Page } from 'playwright-core';
import { aFlag, anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import pages from '../../support/console-pages.json' with { type: 'json' };
import { describeInChromium } from '../../support/chromium.js';
import {
  accessibilityFaults,
  consoleUsers,
  overflowOf,
  untilSettled,
  useConsole,
} from '../../support/console.js';

const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';
const widths = [320, 768, 1_440];
const themes = ['light', 'dark'] as const;

/** Names that break a layout: one long word, right to left, emoji, and the length limit. */
const oddNames = ['W'.repeat(255), 'الثعلب الفضي مدفوعات', '🏦👩‍👩‍👧‍👦🏳️‍🌈 Bank', `${'long name '.repeat(25)}Ltd`];

describeInChromium('every page of the console', () => {
  const app = useConsole();

  beforeAll(async () => {
    await anOrganisation(app.database, { organisation_id: sampleOrganisation });
    await anAdminUser(app.database, sampleOrganisation, consoleUsers.administrator);
    await Promise.all(
      oddNames.map((organisation_name, index) =>
        anOrganisation(app.database, { organisation_id: `odd-${index}`, organisation_name }),
      ),
    );
    for (let index = 0; index < 100; index++) {
      const flag = { flag_id: `flag-${index}`, name: 'Licence', value: `Activity number ${index}` };
      await aFlag(app.database, flag, [sampleOrganisation]);
    }
  });

  /** Goes to a page by its address, and waits until it shows what it reads. */
  async function goTo(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await untilSettled(page);
  }

  describe.each(themes)('in the %s theme', (theme) => {
    let page: Page;
    beforeAll(async () => {
      page = await app.signIn('superUser', '', { theme, expectedStatuses: [404] });
    });

    it.each(pages)('is accessible, and no wider than a window of any width: $name', async ({ path }) => {
      await goTo(page, path);
      const faults: string[] = [];
      // One load for all widths: nothing but the stylesheets depends on the width.
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const fault of await accessibilityFaults(page)) faults.push(`at ${width}: ${fault}`);
        const overflow = await overflowOf(page);
        if (overflow > 0) faults.push(`at ${width}: is ${overflow} pixels wider than the window`);
      }
      expect(faults).toEqual([]);
    });
  });

  it('has one heading of the first level and a title of its own on each page', async () => {
    const page = await app.signIn('superUser', '', { expectedStatuses: [404] });
    for (const { path } of pages) {
      await goTo(page, path);
      const [heading, ...others] = await page.locator('h1').allInnerTexts();
      expect(others).toEqual([]);
      expect(await page.title()).toBe(`${heading ?? ''} – Organisations Directory`);
    }
  });

  it('shows no English sentence of its own in Portuguese', async () => {
    const page = await app.signIn('superUser', '', { locale: 'pt-BR', expectedStatuses: [404] });
    const english = /\b(?:the|and|with|this|Loading|Search|Save|Cancel)\b/;
    for (const { path } of pages.filter((one) => one.name !== 'developer')) {
      await goTo(page, path);
      // Data and the documents' own words may be English: labels, buttons and headings may not.
      const texts = await page.locator('h1, h2, label, button, nav a').allInnerTexts();
      expect(texts.filter((text) => english.test(text))).toEqual([]);
    }
  });

  it('skips to the content by keyboard', async () => {
    const page = await app.signIn('superUser', 'flags');
    // The heading takes the focus when the page appears.
    await page.locator('h1:focus').waitFor();
    const [first] = await page.locator('a, button, input, select, textarea').all();
    await first?.focus();
    expect(await first?.innerText()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });
});
