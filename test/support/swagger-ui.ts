import type { Locator, Page } from 'playwright-core';

/** The parts of a response that Swagger UI shows. */
export interface ShownAnswer {
  readonly status: string;
  readonly body: string;
}

/** Swagger UI as its reader uses it: by its buttons and fields. */
export class SwaggerUi {
  private constructor(private readonly page: Page) {}

  static async open(page: Page, url: string): Promise<SwaggerUi> {
    await page.goto(url);
    await page.locator('.opblock').first().waitFor();
    return new SwaggerUi(page);
  }

  /** The names in its list of documents. */
  documents(): Promise<string[]> {
    return this.page.locator('#select option').allInnerTexts();
  }

  /** Authorize with client credentials, no scope ticked. */
  async authorizeClient(clientId: string, clientSecret: string): Promise<void> {
    const form = await this.openAuthorization('clientCredentials');
    await form.getByLabel('client_id:').fill(clientId);
    await form.getByLabel('client_secret:').fill(clientSecret);
    await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    await this.closeAuthorization(form);
  }

  /** Authorize by authorisation code with PKCE, no scope ticked; the sign-in page opens in a window of its own. */
  async authorizeUser(email: string): Promise<void> {
    const form = await this.openAuthorization('authorizationCode with PKCE');
    const [signIn] = await Promise.all([
      this.page.waitForEvent('popup'),
      form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click(),
    ]);
    await signIn.getByRole('button', { name: email }).click();
    await this.closeAuthorization(form);
  }

  /** Try it out, with these parameters and this body, and Execute. */
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
