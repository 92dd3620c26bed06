import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package. */
export const packageRoot = join(import.meta.dirname, '..');

/** Returns the version in package.json. */
export function packageVersion(): string {
  const content = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return content.version;
}
