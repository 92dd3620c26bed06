/** Holds SECURITY.md to what it says: every file that it names is there, and every threat names a test. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const isTest = (path) => /^(test|src)\/.*\.(e2e|test)\.ts$/.test(path);
const named = [...text.matchAll(/`((?:test|src|docs|scripts)\/[\w./-]+)`/g)].map(([, path]) => path);
const missing = [...new Set(named)].filter((path) => !existsSync(join(root, path)));
const threats = text.split('\n').filter((line) => /^\| T\d+ /.test(line));
const untested = threats.filter((line) => ![...line.matchAll(/`([^`]+)`/g)].some(([, path]) => isTest(path)));

for (const path of missing) console.error(`SECURITY.md names ${path}, which is not there`);
for (const line of untested) console.error(`SECURITY.md names no test for ${line.slice(0, 60)}`);
if (threats.length === 0) console.error('SECURITY.md names no threats');
const faults = missing.length + untested.length + (threats.length === 0 ? 1 : 0);
if (faults === 0)
  console.log(`${threats.length} threats, ${named.filter(isTest).length} tests named, all there`);
process.exitCode = faults > 0 ? 1 : 0;
