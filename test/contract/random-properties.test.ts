import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const usersOfPropertyRuns = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => join(root, 'test', name))
  .filter((path) => /\.(?:test|e2e|attack|faults)\.ts$/.test(path))
  .filter((path) => /from '.*\/support\/property-runs\.js'/.test(readFileSync(path, 'utf8')));

it('test/rest.jest.config.js runs every file that uses propertyRuns', () => {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(root, 'test', 'rest.jest.config.js');
  const listed = execFileSync(process.execPath, [jest, '--config', config, '--listTests'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  expect(usersOfPropertyRuns.length).toBeGreaterThan(3);
  expect(usersOfPropertyRuns.filter((path) => !listed.includes(path))).toEqual([]);
});
