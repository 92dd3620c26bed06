/**
 * Known vulnerabilities of the dependencies, those for development included. Exits with 1 if there is one of the level
 * moderate or above, or of an unknown level, and with 2 if nothing is known: the registry answers no audits, or the file
 * can't be read. `--osv FILE` reads an export of https://osv.dev instead of asking the registry.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readAdvisories, vulnerabilitiesOf } from './osv.js';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { osv: { type: 'string' }, lock: { type: 'string' } } });

/** Returns every package of the lock file with its name and version. */
function lockedPackages() {
  const { packages } = JSON.parse(readFileSync(values.lock ?? join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && entry.link !== true)
    .map(([path, { name, version }]) => ({
      name: name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
    }));
}

function auditWithFile(file) {
  const advisories = readAdvisories(readFileSync(file));
  const packages = lockedPackages();
  const found = vulnerabilitiesOf(packages, advisories);
  for (const { text } of found) console.log(text);
  if (found.length === 0)
    console.log(`No known vulnerabilities: ${packages.length} packages, ${advisories.length} advisories.`);
  return found.some(({ severity }) => severity !== 'low') ? 1 : 0;
}

/** npm prints a report, or what went wrong, as one JSON object. */
function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function auditWithRegistry() {
  const args = ['audit', '--json', '--audit-level=moderate'];
  const result = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  const { metadata, vulnerabilities = {}, message, error } = readReport(result.stdout);
  if (metadata === undefined) {
    console.error(
      `The registry answers no audit (${message ?? error?.summary ?? 'no reason given'}), so nothing is known. Give an export of osv.dev: npm run audit -- --osv FILE`,
    );
    return 2;
  }
  const told = Object.values(vulnerabilities).map(
    ({ name, severity, range }) => `${severity}: ${name} ${range}`,
  );
  console.log(told.length === 0 ? 'No known vulnerabilities.' : told.join('\n'));
  return result.status ?? 1;
}

try {
  process.exitCode = values.osv === undefined ? auditWithRegistry() : auditWithFile(values.osv);
} catch (error) {
  console.error(`${values.osv ?? values.lock} can't be read: ${error.message}.`);
  process.exitCode = 2;
}
