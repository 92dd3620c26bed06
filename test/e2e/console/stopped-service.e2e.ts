import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { sampleOrganisationId } from '../../../src/modules/directory/seed/sample-organisation.js';
import { describeInChromium, startChromium } from '../../support/chromium.js';
import { consoleUsers } from '../../support/console.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';

describeInChromium('the console while its service is stopped', () => {
  let dataDir: string;
  let port: string;
  let service: ServiceProcess;
  let browser: Browser;

  const start = async (): Promise<void> => {
    service = ServiceProcess.start({ DATA_DIR: dataDir, PORT: port });
    await service.untilReady();
  };
  const signIn = async (path: string): Promise<Page> => {
    const page = await browser.newPage({ baseURL: `${service.origin}/console/`, locale: 'en-GB' });
    page.setDefaultTimeout(60_000);
    await page.goto(path);
    await page.getByRole('button', { name: consoleUsers.superUser }).click();
    return page;
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-stopped-'));
    port = await freePort();
    await start();
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'keeps what was typed after %s, saves it once the service is back, and shows the change live elsewhere',
    async (signal) => {
      const feed = await signIn('changes');
      await feed.getByText('Live', { exact: true }).waitFor();
      const form = await signIn(`organisations/${sampleOrganisationId}/edit`);
      const city = form.locator('[data-form-field="City"]').getByRole('textbox');
      const save = form.getByRole('button', { name: /^Save/ });
      await city.fill(`Town of ${signal}`);

      await service.stop(signal);
      await save.click();
      await form.getByText('The directory does not answer. Check your connection').waitFor();
      expect(await city.inputValue()).toBe(`Town of ${signal}`);
      await feed.getByText('Trying again…', { exact: true }).waitFor();

      await start();
      await save.click();
      await form.getByText('Saved', { exact: true }).waitFor();
      await feed.getByText('Live', { exact: true }).waitFor();
      await feed.getByText(`Town of ${signal}`).first().waitFor();
      for (const page of [feed, form]) await page.close();
    },
  );
});
