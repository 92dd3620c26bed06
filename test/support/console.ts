import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.js';

/** The sample users of the development server by what they may do. */
export const consoleUsers = {
  superUser: 'super@directory.example',
  administrator: 'admin@sample-bank.example',
} as const;

export type ConsoleUser = keyof typeof consoleUsers;

/** The look of a window, and what its test expects. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
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

/** A browser with windows of the console of one service. */
export class ConsoleBrowser {
  /** Violations of the CSP, printed errors, requests to other hosts, and responses that the test does not expect. */
  readonly trouble: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly origin: string,
  ) {}

  static async start(origin: string): Promise<ConsoleBrowser> {
    return new ConsoleBrowser(await startChromium(), origin);
  }

  /** Opens a window of its own profile without signing in. `path` is relative to the console. */
  async open(path = '', options: WindowOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: options.width ?? 1_440, height: options.height ?? 900 },
      colorScheme: options.theme ?? 'light',
      locale: options.locale ?? 'en-GB',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(actionTimeoutMs);
    await this.watch(context, options.expectedStatuses ?? []);
    const page = await context.newPage();
    await page.goto(`${this.origin}/console/${path}`);
    return page;
  }

  /** Opens a page as one of the sample users. */
  async signIn(user: ConsoleUser, path = '', options: WindowOptions = {}): Promise<Page> {
    const page = await this.open(path, options);
    await page.getByRole('button', { name: consoleUsers[user] }).click();
    await page.locator('#menu nav').waitFor({ state: 'attached' });
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
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
  await page.evaluate(axe.source);
  // The title bar stays in view: halfway down a page it covers links, which axe would take for too small.
  await page.evaluate('scrollTo(0, 0)');
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`,
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
