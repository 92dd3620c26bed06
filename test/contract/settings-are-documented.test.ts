import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig } from '../../src/config/config.js';

const root = join(__dirname, '..', '..');
const example = readFileSync(join(root, '.env.example'), 'utf8');

describe('.env.example', () => {
  it('lists exactly the variables that the configuration reads', () => {
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const source = [
      'config.ts',
      'console-config.ts',
      'console-logo.ts',
      'log-config.ts',
      'notify-config.ts',
      'proxy-config.ts',
      'tls-config.ts',
      'webhook-config.ts',
    ]
      .map((file) => readFileSync(join(root, 'src', 'config', file), 'utf8'))
      .join('');
    const read = [...source.matchAll(/read\s*\.\w+\(\s*'([A-Z_]+)'|environment\.([A-Z_]+)/g)].map(
      ([, name, direct]) => name ?? direct,
    );
    expect([...new Set(listed)].sort()).toEqual([...new Set(read)].sort());
  });

  it('shows the default of each', () => {
    expect(readConfig(parseEnv(example))).toEqual(readConfig({}));
  });
});

describe('docs/operations/settings.md', () => {
  it('has the table that scripts/settings-table.js writes', () => {
    const script = join(root, 'scripts', 'settings-table.js');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
