import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const readText = (name: string): string => readFileSync(join(root, name), 'utf8');
const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts', script), ...args], { encoding: 'utf8' });

describe('the licence of the project', () => {
  it('is Apache-2.0 in package.json and package-lock.json', () => {
    const { license, dependencies } = JSON.parse(readText('package.json')) as Record<string, unknown>;
    const { packages } = JSON.parse(readText('package-lock.json')) as { packages: Record<string, unknown> };
    expect(license).toBe('Apache-2.0');
    expect(packages['']).toMatchObject({ license, dependencies });
  });

  it('is in LICENSE, as the Apache Software Foundation publishes the text', () => {
    expect(createHash('sha256').update(readText('LICENSE')).digest('hex')).toBe(
      'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30',
    );
  });
});

describe('scripts/check-licences.js', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-licences-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const check = (entry: Record<string, unknown>): { status: number | null; stderr: string } => {
    const packages = {
      '': { license: 'none' },
      'node_modules/good': { version: '1.0.0', license: 'MIT' },
      'node_modules/good/node_modules/@scope/other': { version: '2.0.0', ...entry },
    };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    return run('check-licences.js', folder);
  };

  it('accepts the production dependencies of the project', () => {
    const { status, stdout, stderr } = run('check-licences.js');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\d{3} production dependencies, all licences allowed\n$/);
  });

  it.each(['ISC', 'MIT AND Zlib', '(GPL-3.0 OR MIT)', '(MIT AND (GPL-2.0 OR BSD-3-Clause))'])(
    'accepts %s',
    (license) => {
      expect(check({ license })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0',
    'MIT AND GPL-3.0',
    '(MIT OR ISC) AND GPL-2.0',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    'mit',
  ])('rejects %s and names the package', (license) => {
    const { status, stderr } = check({ license });
    expect(status).toBe(1);
    expect(stderr).toContain(`@scope/other 2.0.0 has the licence "${license}", which is not on the list`);
    expect(stderr).not.toContain('good');
  });

  it('rejects a package without a licence', () => {
    expect(check({})).toMatchObject({ status: 1 });
  });

  it('ignores packages for development', () => {
    expect(check({ license: 'GPL-3.0', dev: true }).status).toBe(0);
  });

  it('rejects a package for development whose code is in the scripts of the console', () => {
    const packages = {
      'node_modules/good': { version: '1.0.0', license: 'MIT' },
      console: { devDependencies: { widgets: '^1.0.0', vite: '^7.0.0' } },
      'node_modules/vite': { version: '7.0.0', license: 'GPL-3.0', dev: true },
      'node_modules/widgets': { version: '1.0.0', license: 'MIT', dev: true, dependencies: { deep: '1' } },
      'node_modules/deep': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    const { status, stderr } = run('check-licences.js', folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^deep 1\.0\.0 has the licence "GPL-3\.0"/);
  });
});

describe('npm run notices', () => {
  it('writes name, version, licence and text of each direct production dependency', () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-notices-'));
    const file = join(folder, 'notices.txt');
    expect(run('notices.js', file).status).toBe(0);
    const text = readFileSync(file, 'utf8');
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      packages: Record<string, { version: string; license: string }>;
    };
    const missing = Object.keys(dependencies).filter((name) => {
      const { version = '', license = '' } = packages[`node_modules/${name}`] ?? {};
      return !text.includes(`\n${name} ${version}\nLicence: ${license}\nSource: `);
    });
    expect(missing).toEqual([]);
    expect(text).toContain('Permission is hereby granted, free of charge');
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    for (const name of ['preact', '@preact/signals', 'preact-iso', 'openapi-fetch', 'eventsource-parser'])
      expect(text).toContain(`\n${name} ${packages[`node_modules/${name}`]?.version ?? ''}\nLicence: MIT\n`);
    expect(text).not.toMatch(/\n(oxlint|jest|typescript|vite|rollup) \d/);
    rmSync(folder, { recursive: true });
  });
});
