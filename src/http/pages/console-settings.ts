/**
 * The settings in the attribute `data-settings` of the console's page, as JSON. `console/src/settings.ts` has the same
 * interface, because the console is built without the service; test/contract/console-settings.test.ts compares the two.
 */
export interface ConsoleSettings {
  readonly title: string;
  /** URL of the operator's logo, relative to the base of the page; null: the console's own sign. */
  readonly logo: string | null;
  /** `#rrggbb`; null: the console's own colour. */
  readonly accent: string | null;
  /** The authorisation server, as in the claim `iss`. */
  readonly issuer: string;
  /** The console's public client at the issuer. */
  readonly clientId: string;
  /** The audience of the access tokens. */
  readonly audience: string;
  /** True if the issuer is the development server, which has sample users. */
  readonly isDevelopment: boolean;
  /** True if the page may load logos from other hosts. */
  readonly externalLogos: boolean;
  /** True if `/docs` and `/openapi` are served. */
  readonly docs: boolean;
  /** Version of the service. */
  readonly version: string;
}
