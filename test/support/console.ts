import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { signDevelopmentToken } from '../../src/development-server/sign-development-token.js';
import { startChromium } from './chromium.js';
import { Client } from './client.js';
import { type DevelopmentApp, startDevelopmentApp } from './development-app.js';
import type { TestDatabase } from './postgres.js';

/** The sample users of the development server by what they may do. */
export const consoleUsers = {
  superUser: 'super@directory.example',
  administrator: 'admin@sample-bank.example',
} as const;

type ConsoleUser = keyof typeof consoleUsers;

/** The look of a window, and what its test expects. */
export interface WindowOptions {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  /** BCP 47. */
  readonly locale?: string;
  /** Responses of the directory with these statuses are part of the test. */
  readonly expectedStatuses?: readonly number[];
}

/** Max milliseconds that an action of a test waits for its state. */
const actionTimeoutMs = 60_000;

/** Runs in each window. These scripts are texts, since the tests are compiled without the types of a browser. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) => {
  reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile].join(' '));
});`;

/**
 * Starts a service and a browser before the tests of a `describe`, and closes both after them. After each test, closes the
 * windows that it opened and expects no trouble in any window.
 * @param environment settings of the service in addition to those that every test needs
 */
export function useConsole(environment: Readonly<Record<string, string>> = {}): ConsoleApp {
  const app = new ConsoleApp();
  beforeAll(() => app.start(environment));
  beforeEach(() => {
    app.keepWindows();
  });
  afterEach(async () => {
    await app.endTest();
    expect(app.trouble.splice(0)).toEqual([]);
  });
  afterAll(() => app.close());
  return app;
}

/** A service, a client of its API and the windows of its console, from the start of the tests on. */
class ConsoleApp {
  /** Violations of the CSP, printed errors, requests to other hosts, and responses that the test does not expect. */
  readonly trouble: string[] = [];
  /** Has the rights of an operator. */
  api: Client;
  private service: DevelopmentApp;
  private browser: Browser;
  /** The windows that outlive a test, because its file opened them for all of its tests. */
  private kept: readonly BrowserContext[] = [];

  async start(environment: Readonly<Record<string, string>>): Promise<void> {
    this.service = await startDevelopmentApp({ RATE_LIMIT_PER_MINUTE: '100000', ...environment });
    this.browser = await startChromium();
    const { auth, dataDir } = this.service.config;
    const request = { issuer: auth.issuer, audience: auth.audience, dataDir, identity: 'dev-admin' };
    this.api = new Client(this.origin, () => signDevelopmentToken(request));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.service.close();
  }

  get origin(): string {
    return this.service.origin;
  }

  get database(): TestDatabase {
    return this.service.database;
  }

  /** Opens a window of its own profile without signing in. `path` is relative to the console. */
  async open(path = '', options: WindowOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: `${this.origin}/console/`,
      viewport: { width: options.width ?? 1_440, height: 900 },
      colorScheme: options.theme ?? 'light',
      locale: options.locale ?? 'en-GB',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(actionTimeoutMs);
    await this.watch(context, options.expectedStatuses ?? []);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  /** Opens a page as one of the sample users. */
  async signIn(user: ConsoleUser, path = '', options: WindowOptions = {}): Promise<Page> {
    const page = await this.open(path, options);
    await page.getByRole('button', { name: consoleUsers[user] }).click();
    await page.locator('#menu nav').waitFor({ state: 'attached' });
    return page;
  }

  /** Keeps the windows that are open now until the end of the file. */
  keepWindows(): void {
    this.kept = this.browser.contexts();
  }

  /** Closes the windows that the test opened, and ends its mocks in the others. */
  async endTest(): Promise<void> {
    for (const context of this.browser.contexts()) {
      if (!this.kept.includes(context)) await context.close();
      else for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
  }

  private async watch(context: BrowserContext, expectedStatuses: readonly number[]): Promise<void> {
    await context.exposeFunction('reportViolation', (violation: string) => {
      this.trouble.push(`breaks the content security policy: ${violation}`);
    });
    await context.addInitScript({ content: reportViolations });
    context.on('weberror', (error) => {
      this.trouble.push(`throws ${error.error().stack ?? error.error().message}`);
    });
    context.on('console', (message) => {
      // Chromium prints each failed request; `response` below sees these too.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.trouble.push(`prints ${message.text()}`);
    });
    context.on('response', (response) => {
      const status = response.status();
      if (status >= 400 && !expectedStatuses.includes(status))
        this.trouble.push(`${status} ${response.url()}`);
    });
    context.on('request', (request) => {
      const url = request.url();
      const isOwn = url.startsWith(this.origin) || /^(?:data|blob):/.test(url);
      if (!isOwn) this.trouble.push(`leaves the service for ${url}`);
    });
  }
}

/** The rules of WCAG 2.2 AA and axe's own good practices. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Returns a line for each element that axe finds fault with on the page as it stands. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The widths and states of one load share a copy: it is half a megabyte.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe.source);
  // The title bar stays in view: halfway down a page it covers links, which axe would take for too small.
  await page.evaluate('scrollTo(0, 0)');
  // Listing the elements that pass would take most of the time.
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary ?? ''}`),
  );
}

/** Returns by how many pixels the page is wider than the window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Waits until the page shows its heading and nothing that is on its way. */
export async function untilSettled(page: Page): Promise<void> {
  await page.locator('#menu nav').waitFor({ state: 'attached' });
  await page.locator('#content h1').waitFor();
  await page.locator('[aria-busy=true], [data-loading]').first().waitFor({ state: 'detached' });
}
