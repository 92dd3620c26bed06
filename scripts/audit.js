/**
 * Known vulnerabilities of the dependencies. Fails where there are any of the level `moderate` or above; where the
 * registry answers no audits, as some mirrors do not, says so and does not fail: then nothing is known.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const result = spawnSync('npm', ['audit', '--json', '--audit-level=moderate'], {
  cwd: root,
  encoding: 'utf8',
});

/** npm prints a report, or what went wrong, as one JSON object. */
function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const { metadata, vulnerabilities = {}, message, error } = readReport(result.stdout);
if (metadata === undefined) {
  console.log(
    `The registry answers no audit (${message ?? error?.summary ?? 'no reason given'}): nothing is known.`,
  );
} else {
  const told = Object.values(vulnerabilities).map(
    ({ name, severity, range }) => `${severity}: ${name} ${range}`,
  );
  console.log(told.length === 0 ? 'No known vulnerabilities.' : told.join('\n'));
  process.exitCode = result.status ?? 1;
}
