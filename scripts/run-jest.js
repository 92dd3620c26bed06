/** Runs jest as a child process and counts its test cases. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/** Runs jest and returns its exit code. */
export async function runJest(args, environment = {}) {
  const child = spawn(process.execPath, [jest, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [code] = await once(child, 'close');
  return code ?? 1;
}

/**
 * Runs jest and returns how many test cases passed, failed and were skipped, and the names of the failed ones. A file that
 * cannot run counts as one failure.
 */
export async function countTests(args, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-results-'));
  const outputFile = join(folder, 'results.json');
  const code = await runJest([...args, '--json', `--outputFile=${outputFile}`], environment);
  try {
    const results = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return {
      passed: results.numPassedTests,
      failed: code === 0 ? failed : Math.max(failed, 1),
      skipped: results.numPendingTests,
      failures: results.testResults.flatMap(failuresOf),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: ['jest itself'] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failuresOf({ name, status, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`${file}, which can't run`];
  return failed.map(({ fullName }) => `${file}: ${fullName}`);
}

/** Prints the failures, then the totals as the last line, `N passed, N failed`, and sets the exit code. */
export function report(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  for (const name of results.flatMap(({ failures }) => failures)) console.log(`failed: ${name}`);
  const skipped = sum('skipped');
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}
