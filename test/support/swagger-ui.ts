import type { Locator, Page } from 'playwright-core';

/** The parts of a response that Swagger UI shows. */
export interface ShownAnswer {
  readonly status: string;
  readonly body: string;
}

/** Swagger UI as a user operates it: with its buttons and fields. */
export class SwaggerUi {
  private constructor(private readonly page: Page) {}

  static async load(page: Page, url: string): Promise<SwaggerUi> {
    await page.goto(url);
    await page.locator('.opblock').first().waitFor();
    return new SwaggerUi(page);
  }

  /** Returns the names on its tabs, the current one first. */
  async documents(): Promise<string[]> {
    const tabs = this.page.getByRole('navigation', { name: 'APIs' });
    const current = await tabs.locator('[aria-current]').allInnerTexts();
    return [...current, ...(await tabs.locator('a:not([aria-current])').allInnerTexts())];
  }

  /** Returns the titles of the forms behind Authorize, from top to bottom; the first one is in view. */
  async authorizations(): Promise<string[]> {
    await this.page.locator('.auth-wrapper > .authorize').click();
    const forms = this.page.locator('.modal-ux .auth-container h4:first-of-type');
    await forms.first().waitFor();
    await this.page.waitForFunction(
      "document.querySelector('.modal-ux-content').scrollTop === 0 && document.activeElement.tagName === 'INPUT'",
    );
    const titles = await forms.allInnerTexts();
    await this.page.locator('.close-modal').click();
    return titles;
  }

  /** Authorises with a token that the caller has already. */
  async authorizeToken(token: string): Promise<void> {
    const form = await this.openAuthorization('http, Bearer');
    await form.locator('input').fill(token);
    await form.getByRole('button', { name: 'Apply credentials' }).click();
    await this.closeAuthorization(form);
  }

  /** Authorises with client credentials, no scope ticked. */
  async authorizeClient(clientId: string, clientSecret: string): Promise<void> {
    const form = await this.openAuthorization('OAuth2, clientCredentials');
    await form.getByLabel('client_id:').fill(clientId);
    await form.getByLabel('client_secret:').fill(clientSecret);
    await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    await this.closeAuthorization(form);
  }

  /** Authorises with authorisation code and PKCE, no scope ticked; the sign-in page opens in a new window. */
  async authorizeUser(email: string): Promise<void> {
    const form = await this.openAuthorization('OAuth2, authorizationCode with PKCE');
    const [signIn] = await Promise.all([
      this.page.waitForEvent('popup'),
      form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click(),
    ]);
    await signIn.getByRole('button', { name: email }).click();
    await this.closeAuthorization(form);
  }

  /** Executes an operation with these parameters and this body; whatever is not given stays as it is prefilled. */
  async execute(
    method: string,
    path: string,
    parameters: Record<string, string> = {},
    body?: object,
  ): Promise<ShownAnswer> {
    const operation = await this.open(method, path);
    for (const [name, value] of Object.entries(parameters)) {
      await operation.locator(`tr[data-param-name="${name}"] input`).fill(value);
    }
    if (body !== undefined)
      await operation.locator('textarea.body-param__text').fill(JSON.stringify(body, null, 2));
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table tr.response');
    return {
      status: await answer.locator('.response-col_status').innerText(),
      body: await answer.locator('.response-col_description').first().innerText(),
    };
  }

  /** Opens an operation with its fields; returns its element. */
  async open(method: string, path: string): Promise<Locator> {
    const operation = this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`.opblock-summary-path[data-path="${path}"]`),
    });
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    return operation;
  }

  /** Closes an operation, since hundreds of open responses slow the page down. */
  async close(method: string, path: string): Promise<void> {
    const operation = this.page.locator(`.opblock-${method.toLowerCase()}.is-open`, {
      has: this.page.locator(`.opblock-summary-path[data-path="${path}"]`),
    });
    await operation.locator('.opblock-summary-control').click();
  }

  private async openAuthorization(flow: string): Promise<Locator> {
    await this.page.locator('.auth-wrapper > .authorize').click();
    return this.page.locator('.modal-ux .auth-container', { hasText: `(${flow})` });
  }

  private async closeAuthorization(form: Locator): Promise<void> {
    await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await form.getByRole('button', { name: 'Close' }).click();
  }
}
