import { entityTagOf } from '../caching/entity-tag.js';
import { basePattern, settingsPattern, titlePattern } from './find-console.js';
import type { ConsoleSettings } from './console-settings.js';
import { escapeHtml } from './page-parts.js';

/** The page below one base path. */
interface RenderedPage {
  readonly html: string;
  readonly tag: string;
}

/** Completes the built page for each base path below which clients reach the service. */
export class ConsolePage {
  private readonly rendered = new Map<string, RenderedPage>();

  constructor(
    private readonly html: string,
    private readonly settings: ConsoleSettings,
  ) {}

  /** @param basePath '' or such as `/directory`; one of the service's settings, so the pages kept are few */
  below(basePath: string): RenderedPage {
    const known = this.rendered.get(basePath);
    if (known !== undefined) return known;
    // By functions: a `$` in a text would be a pattern of `replace`.
    const html = this.html
      .replace(basePattern, () => `<base href="${escapeHtml(`${basePath}/console/`)}"`)
      .replace(titlePattern, () => `<title>${escapeHtml(this.settings.title)}</title>`)
      .replace(
        settingsPattern,
        () => `<div id="console" data-settings="${escapeHtml(JSON.stringify(this.settings))}"`,
      );
    const page = { html, tag: entityTagOf(html) };
    this.rendered.set(basePath, page);
    return page;
  }
}

/**
 * Returns the Content-Security-Policy of the page. Sign-in is a navigation, which no directive limits, and forms are sent
 * by script; so no form may have an action.
 */
export function consolePolicy({ issuer, externalLogos }: ConsoleSettings): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' data:${externalLogos ? ' https:' : ''}`,
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
