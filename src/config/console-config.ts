import { readLogo } from './console-logo.js';
import { whiteContrastOf } from './contrast.js';
import type { Attempt } from './faults.js';
import type { Settings } from './settings.js';

/** The pages for people. */
export type ConsoleConfig = ReturnType<typeof readConsole>;

/** The name of a service whose operator has set none. */
export const defaultTitle = 'Organisations Directory';

/** The default client, which the development server knows. */
const consoleClientId = 'console';

/** In characters, so that the title fits the bar of a phone in two lines. */
const maxTitleLength = 60;

/** WCAG 2.2, success criterion 1.4.3: the accent is the background of white text. */
const minContrast = 4.5;

/**
 * Reads the switch, the client and the branding of the console.
 * @param isDevelopmentServer true if this process is the issuer, which knows the console's client
 * @throws the error of `settings`
 */
export function readConsole(
  read: Settings,
  isDevelopmentServer: boolean,
  attempt: Attempt,
  toError: (message: string) => Error,
) {
  const isWanted = read.boolean('CONSOLE', true);
  const clientId = read.optionalText('CONSOLE_CLIENT_ID') ?? (isDevelopmentServer ? consoleClientId : null);
  return Object.freeze({
    /** Public client at the issuer; null: the console is off, because it is not wanted or nobody could sign in. */
    clientId: isWanted ? clientId : null,
    isWanted,
    title: read.shortText('CONSOLE_TITLE', defaultTitle, maxTitleLength),
    /** Null: the console shows its own sign. */
    logo: attempt(
      () => readLogo(read, toError),
      () => null,
    ),
    /** `#rrggbb`; null: the console's own colour. */
    accent: attempt(
      () => readAccent(read, toError),
      () => null,
    ),
    /** True if browsers load the logos of organisations from the hosts of their LogoUri. */
    externalLogos: read.boolean('CONSOLE_EXTERNAL_LOGOS', false),
  });
}

/** Returns the sentence for the start about a console that is wanted and off; null for any other. */
export function missingClientNotice({ isWanted, clientId }: ConsoleConfig): string | null {
  if (!isWanted || clientId !== null) return null;
  return 'The console is off, because CONSOLE_CLIENT_ID is not set. Register a public client at the issuer (docs/guides/console.md) and name it, or set CONSOLE=false.';
}

function readAccent(read: Settings, toError: (message: string) => Error): string | null {
  const accent = read.optionalText('CONSOLE_ACCENT')?.toLowerCase() ?? null;
  if (accent === null) return null;
  const allowed = `a colour such as #1f4e79 with a contrast to white of at least ${minContrast}:1`;
  if (!/^#[0-9a-f]{6}$/.test(accent)) throw toError(`CONSOLE_ACCENT is "${accent}"; allowed: ${allowed}.`);
  const contrast = whiteContrastOf(accent);
  if (contrast >= minContrast) return accent;
  // Rounded down: 4.499 must not read as 4.5.
  const shown = (Math.floor(contrast * 100) / 100).toFixed(2);
  throw toError(
    `CONSOLE_ACCENT is "${accent}", whose contrast to white is ${shown}:1, so white text on it is hard to read; allowed: ${allowed}.`,
  );
}
