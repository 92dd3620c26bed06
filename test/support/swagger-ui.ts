import type { Locator, Page } from 'playwright-core';

/** The parts of a response that Swagger UI shows. */
export interface ShownAnswer {
  readonly status: string;
  readonly body: string;
}

/** Swagger UI as a user operates it: with its buttons and fields. */
export class SwaggerUi {
  private constructor(private readonly page: Page) {}

  static async open(page: Page, url: string): Promise<SwaggerUi> {
    await page.goto(url);
    await page.locator('.opblock').first().waitFor();
    return new SwaggerUi(page);
  }

  /** Returns the names in its list of documents. */
  documents(): Promise<string[]> {
    return this.page.locator('#select option').allInnerTexts();
  }

  /** Authorises with client credentials, no scope ticked. */
  async authorizeClient(clientId: string, clientSecret: string): Promise<void> {
    const form = await this.openAuthorization('clientCredentials');
    await form.getByLabel('client_id:').fill(clientId);
    await form.getByLabel('client_secret:').fill(clientSecret);
    await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    await this.closeAuthorization(form);
  }

  /** Authorises with authorisation code and PKCE, no scope ticked; the sign-in page opens in a new window. */
  async authorizeUser(email: string): Promise<void> {
    const form = await this.openAuthorization('authorizationCode with PKCE');
    const [signIn] = await Promise.all([
      this.page.waitForEvent('popup'),
      form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click(),
    ]);
    await signIn.getByRole('button', { name: email }).click();
    await this.closeAuthorization(form);
  }

  /** Executes an operation with these parameters and this body. */
  async execute(
    method: string,
    path: string,
    parameters: Record<string, string> = {},
    body?: object,
  ): Promise<ShownAnswer> {
    const operation = this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`.opblock-summary-path[data-path="${path}"]`),
    });
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    for (const [name, value] of Object.entries(parameters)) {
      await operation.locator(`tr[data-param-name="${name}"] input`).fill(value);
    }
    if (body !== undefined)
      await operation.locator('textarea.body-param__text').fill(JSON.stringify(body, null, 2));
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table tr.response');
    return {
      status: await answer.locator('.response-col_status').innerText(),
      body: await answer.locator('.highlight-code').first().innerText(),
    };
  }

  private async openAuthorization(flow: string): Promise<Locator> {
    await this.page.locator('.auth-wrapper > .authorize').click();
    return this.page.locator('.modal-ux .auth-container', { hasText: `(OAuth2, ${flow})` });
  }

  private async closeAuthorization(form: Locator): Promise<void> {
    await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await form.getByRole('button', { name: 'Close' }).click();
  }
}
