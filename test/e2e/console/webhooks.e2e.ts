import type { Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium.js';
import { accessibilityFaults, overflowOf, useConsole } from '../../support/console.js';
import { aWebhook } from '../../support/builders/webhook.js';
import { refuseChanges, startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

describeInChromium('the webhooks of the console', () => {
  const app = useConsole();
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await startReceiver();
  });

  afterEach(() => receiver.close());

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const url = (page: Page) => page.getByRole('textbox', { name: 'Address (URL)' });
  const state = (page: Page, name: string) =>
    page.getByRole('definition').filter({ hasText: new RegExp(`^${name}$`) });
  const deliveries = (page: Page, type: string) =>
    page.getByRole('row').filter({ has: page.getByRole('cell', { name: type, exact: true }) });

  /** Makes one change, which webhooks of operators get. */
  async function createFlag(page: Page, value: string): Promise<void> {
    await page.goto('new-flag');
    await page.getByRole('textbox', { name: 'Name' }).fill('Change');
    await page.getByRole('textbox', { name: 'Value' }).fill(value);
    await button(page, 'Create the flag').click();
    await heading(page, `Change: ${value}`).waitFor();
  }

  /** Fills in the form and sends it. */
  async function create(page: Page, address: string, start = 'beginning'): Promise<void> {
    await page.goto('new-webhook');
    await url(page).fill(address);
    await page.getByRole('radio', { name: new RegExp(start) }).check();
    await button(page, 'Create the webhook').click();
  }

  /** Says that the secret is stored, and returns it. */
  async function storeSecret(page: Page): Promise<string> {
    const dialog = page.getByRole('dialog', { name: 'The secret of this webhook' });
    const secret = await dialog.getByText(/^whsec_/).innerText();
    await dialog.getByRole('checkbox', { name: 'I have stored the secret' }).check();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.waitFor({ state: 'detached' });
    return secret;
  }

  it('is created, verified, tested, paused, resumed and replayed, and shows its deliveries', async () => {
    const page = await app.signIn('superUser', 'webhooks');
    await createFlag(page, 'first');
    await create(page, receiver.url);
    await storeSecret(page);
    await state(page, 'Active').waitFor();
    await receiver.waitFor('organisation.changes', 1);
    await deliveries(page, 'Changes').waitFor();
    await deliveries(page, 'Verification').waitFor();

    await button(page, 'Send a test').click();
    await receiver.waitFor('webhook.test', 1);
    await deliveries(page, 'Test').getByText('200').waitFor();

    await button(page, 'Pause').click();
    await state(page, 'Paused').waitFor();
    await button(page, 'Resume').click();
    await receiver.waitFor('webhook.verification', 2);
    await state(page, 'Active').waitFor();

    const before = receiver.positions();
    await button(page, 'Replay…').click();
    const dialog = page.getByRole('dialog', { name: 'Move the place of this webhook' });
    await dialog.getByText('numbered 1, 2, 3').waitFor();
    await dialog.getByRole('radio', { name: /beginning/ }).check();
    await dialog.getByRole('button', { name: 'Move the place' }).click();
    await receiver.waitFor('organisation.changes', 2);
    expect(receiver.positions()).toEqual([...before, ...before]);
    await deliveries(page, 'Changes').nth(1).waitFor();

    await page.goto('webhooks');
    await page.getByRole('row').filter({ hasText: receiver.url }).getByText('console').waitFor();
  });

  it('shows the secret once, and lets nobody leave it by accident', async () => {
    const page = await app.signIn('superUser', 'webhooks');
    await page.getByRole('link', { name: 'New webhook' }).click();
    await url(page).fill(receiver.url);
    await button(page, 'Create the webhook').click();
    const dialog = page.getByRole('dialog', { name: 'The secret of this webhook' });
    const secret = await dialog.getByText(/^whsec_/).innerText();
    await dialog.getByText('can never be shown again').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const questions: string[] = [];
    page.on('dialog', (question) => {
      questions.push(question.type());
      void question.dismiss();
    });
    await page.goBack();
    await page.waitForURL(`${app.origin}/console/new-webhook`);
    await dialog.getByText(secret).waitFor();
    expect(questions).toEqual(['confirm']);
    await page.close({ runBeforeUnload: true });
    expect(await dialog.getByText(secret).count()).toBe(1);
    expect(questions).toEqual(['confirm', 'beforeunload']);
    expect(await dialog.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true);
    expect(await storeSecret(page)).toBe(secret);
    await state(page, 'Active').waitFor();
    expect(await page.content()).not.toContain('whsec_');
  });

  it('shows the refusal of an address in the words of the directory, and keeps what was typed', async () => {
    const page = await app.signIn('superUser', 'new-webhook', { expectedStatuses: [400] });
    await page.getByRole('textbox', { name: 'Description' }).fill('ours');
    await page.getByRole('checkbox', { name: 'Created' }).check();
    await url(page).fill('https://10.0.0.1/hooks');
    await button(page, 'Create the webhook').click();
    await page
      .getByRole('alert')
      .getByText('Url is refused: 10.0.0.1 has an address that is not public')
      .waitFor();
    expect(await url(page).getAttribute('aria-invalid')).toBe('true');
    await page.reload();
    await heading(page, 'New webhook').waitFor();
    expect(await url(page).inputValue()).toBe('https://10.0.0.1/hooks');
    expect(await page.getByRole('checkbox', { name: 'Created' }).isChecked()).toBe(true);
  });

  it('shows a receiver that fails, its attempts and the next one', async () => {
    receiver.behave(refuseChanges(500));
    const page = await app.signIn('superUser', 'webhooks');
    await createFlag(page, 'failing');
    await create(page, receiver.url);
    await storeSecret(page);
    await state(page, 'Failing').waitFor();
    await page.getByText(/^Next attempt: /).waitFor();
    const failed = deliveries(page, 'Changes').first();
    await failed.getByText('The receiver answered 500.').waitFor();
    await failed.getByText('Text of the answer').click();
    await failed.getByText('not now').waitFor();
  });

  it('replaces the secret and deletes the webhook after a question each', async () => {
    const page = await app.signIn('superUser', 'webhooks');
    await create(page, receiver.url, 'Now');
    const former = await storeSecret(page);
    await button(page, 'Replace the secret…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make another secret' }).click();
    await page.getByText('signed with the former secret too until').waitFor();
    expect(await storeSecret(page)).not.toBe(former);
    await button(page, 'Delete…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await button(page, 'Delete…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete…' }).click();
    await heading(page, 'Webhooks').waitFor();
    expect(await page.getByText(receiver.url).count()).toBe(0);
  });

  it('shows the webhooks of all clients, and stops to read one when its page is left', async () => {
    await aWebhook(app.database, { status: 'Paused', description: '&lt;b&gt; theirs' });
    const page = await app.signIn('superUser', 'webhooks');
    const theirs = page.getByRole('row').filter({ hasText: 'tpp-client' });
    await theirs.getByText('&lt;b&gt; theirs').waitFor();
    await theirs.getByRole('link').click();
    await button(page, 'Resume').waitFor();
    await page.waitForRequest(/\/deliveries/);
    await page.waitForRequest(/\/deliveries/);
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await heading(page, 'Webhooks').waitFor();
    const later: string[] = [];
    page.on('request', (request) => later.push(request.url()));
    const list = /\/webhooks\?/;
    await page.waitForRequest(list);
    await page.waitForRequest(list);
    expect(later.filter((address) => !address.includes('/webhooks?'))).toEqual([]);
  });

  it('is not offered to an administrator, who reads why', async () => {
    const page = await app.signIn('administrator', 'webhooks');
    await page.getByText('Webhooks are for software and for operators').waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByText('Webhooks').count()).toBe(0);
    expect(await page.locator('main').getByRole('button').count()).toBe(0);
  });

  it('is created by the keyboard alone', async () => {
    const page = await app.signIn('superUser', 'new-webhook');
    await heading(page, 'New webhook').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(receiver.url);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    // The button to copy comes first, and is left alone.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await state(page, 'Active').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility fault and fits 320 pixels (%s)',
    async (theme) => {
      const page = await app.signIn('superUser', 'new-webhook', { theme, width: 320 });
      const check = async (): Promise<void> => {
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
      };
      await check();
      await create(page, receiver.url, 'Now');
      await page.getByRole('dialog').waitFor();
      await check();
      await storeSecret(page);
      await deliveries(page, 'Verification').waitFor();
      await check();
      await button(page, 'Replay…').click();
      await page.getByRole('dialog').waitFor();
      await check();
      await page.goto('webhooks');
      await page.getByRole('table').waitFor();
      await check();
    },
  );
});
