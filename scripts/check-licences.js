/**
 * Compares the licence of each production dependency and of each package in the scripts of the console, by
 * package-lock.json, with a list of permissive licences. An
 * argument names another folder of a lock file.
 */
import { join } from 'node:path';
import { shippedPackages } from './production-packages.js';

/** SPDX identifiers of licences that allow use in software under Apache-2.0 without conditions beyond attribution. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Evaluates an SPDX expression of identifiers, AND, OR and parentheses; AND binds tighter. Anything else is false. */
function isAllowed(expression) {
  const inner = /\(([^()]*)\)/.exec(expression);
  if (inner !== null) {
    const value = isAllowed(inner[1]) ? 'MIT' : 'denied';
    return isAllowed(expression.replace(inner[0], value));
  }
  return expression
    .split(/ OR /i)
    .some((option) => option.split(/ AND /i).every((name) => allowed.has(name.trim())));
}

const root = process.argv[2] ?? join(import.meta.dirname, '..');
const packages = shippedPackages(root);
const denied = packages.filter(({ licence }) => !isAllowed(licence));
for (const { name, version, licence } of denied) {
  console.error(
    `${name} ${version} has the licence "${licence}", which is not on the list in scripts/check-licences.js. Read the licence, then extend the list or replace the package.`,
  );
}
if (packages.length === 0) console.error('package-lock.json names no production dependency.');
if (denied.length === 0) console.log(`${packages.length} production dependencies, all licences allowed`);
process.exitCode = denied.length > 0 || packages.length === 0 ? 1 : 0;
