/** The settings that the service writes into the page, in `data-settings`. A test compares the service's interface of this name. */
export interface ConsoleSettings {
  readonly title: string;
  /** Relative to the base of the page; null: the product's own. */
  readonly logo: string | null;
  /** As `#rrggbb`; null: the product's own. */
  readonly accent: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  /** True with the built-in authorisation server, which has sample users. */
  readonly isDevelopment: boolean;
  /** True if images from other hosts may be shown as logos. */
  readonly externalLogos: boolean;
  /** True if `/docs` and `/openapi` are served. */
  readonly docs: boolean;
  readonly version: string;
}

const root = document.querySelector<HTMLElement>('#console');

/** The element that the console renders into. */
export const rootElement: HTMLElement = root ?? document.body;

/** The settings of this page load. */
export const settings = JSON.parse(root?.dataset.settings ?? '{}') as ConsoleSettings;
