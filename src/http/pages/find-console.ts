import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The output of `console/vite.config.ts`. */
export interface ConsoleBuild {
  readonly folder: string;
  /** The page, in which the service replaces the base and the settings. */
  readonly html: string;
  /** Names of the files beside the page and `assets/`, such as the icon. */
  readonly files: readonly string[];
}

/** The folder that `scripts/ensure-built.js` builds the console into. */
const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url));

/** Returns the built console; null if the folder has no page of it. */
export function findConsole(folder = consoleFolder): ConsoleBuild | null {
  try {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    if (!basePattern.test(html) || !settingsPattern.test(html)) return null;
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^index\.html|\.(?:br|gz)$/.test(entry.name))
      .map(({ name }) => name);
    return { folder, html, files: names };
  } catch {
    return null;
  }
}

/** The base of the page: links and files are relative to its `href`. */
export const basePattern = /<base href="[^"]*"/;

/** The element that the console renders itself into. */
export const settingsPattern = /<div id="console"(?: data-settings="[^"]*")?/;

export const titlePattern = /<title>[^<]*<\/title>/;
