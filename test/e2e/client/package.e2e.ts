import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import { loadSample } from '../../../src/modules/directory/seed/load-sample.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { root } from '../../support/documents.js';

const run = promisify(execFile);
const source = join(root, 'clients', 'typescript');
const modules = join(root, 'node_modules');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Returns the production dependencies of the package, those of dependencies included. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const name of Object.keys(dependencies)) {
    if (found.has(name)) continue;
    found.add(name);
    dependenciesOf(join(modules, name), found);
  }
  return found;
}

/**
 * Packs the client, and unpacks it in an empty project together with its dependencies, which come from this repository's
 * node_modules: a registry is not needed.
 */
function installPacked(project: string): string[] {
  const build = join(project, 'build');
  cpSync(source, build, { recursive: true, filter: (path) => !/[/\\](?:dist|node_modules)$/.test(path) });
  mkdirSync(join(project, 'node_modules'));
  const tsc = join(modules, 'typescript', 'lib', 'tsc.js');
  symlinkSync(modules, join(build, 'node_modules'), 'junction');
  cpSync(join(root, 'tsconfig.json'), join(project, 'tsconfig.json'));
  for (const config of ['tsconfig.build.json', 'tsconfig.examples.json']) {
    const path = join(build, config);
    writeFileSync(path, readFileSync(path, 'utf8').replace('../../tsconfig.json', '../tsconfig.json'));
    execFileSync(process.execPath, [tsc, '-p', path], { cwd: build });
  }
  const npm = { cwd: build, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--cache', join(project, 'cache')], npm),
  ) as [{ filename: string; files: { path: string }[] }];
  execFileSync('tar', ['-xzf', join(build, packed.filename), '-C', project]);
  const installed = join(project, 'node_modules', 'organisations-directory-client');
  cpSync(join(project, 'package'), installed, { recursive: true });
  for (const name of dependenciesOf(installed)) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(modules, name), join(project, 'node_modules', name), 'junction');
  }
  rmSync(build, { recursive: true });
  return packed.files.map(({ path }) => path);
}

describe('the packed client', () => {
  let project: string;
  let files: string[];
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'organisations-directory-package-'));
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    files = installPacked(project);
  });
  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  it('has code, declarations, the examples, a licence and a README, and no sources or tests', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'bin/directory-mirror.js',
        'dist/examples/mirror.js',
        'dist/index.d.ts',
        'dist/index.js',
        'dist/node/index.js',
        'examples/mirror.ts',
      ]),
    );
    expect(files.filter((path) => /\.test\.|^src\//.test(path))).toEqual([]);
    expect(existsSync(join(project, 'node_modules', 'organisations-directory-client', 'src'))).toBe(false);
  });

  it.each([
    ['a browser', ['--lib', 'es2023,dom,dom.iterable,dom.asynciterable']],
    ['Node.js', ['--lib', 'es2023', '--types', 'node']],
  ])('compiles in a strict project for %s', (_, options) => {
    writeFileSync(
      join(project, 'use.ts'),
      `import { DirectoryClient, DirectoryError, type Organisation, verifyWebhook } from 'organisations-directory-client';
       const directory = new DirectoryClient({ url: 'https://directory.example' });
       export async function name(id: string): Promise<string> {
         const { value } = await directory.organisations.get(id);
         const other: Organisation = await directory.organisations.update(id, { City: 'Leeds' });
         // @ts-expect-error There is no such field.
         await directory.organisations.update(id, { Town: 'Leeds' });
         return value.OrganisationName + other.City;
       }
       export const isGone = (error: unknown): boolean => error instanceof DirectoryError && error.status === 404;
       export { verifyWebhook };`,
    );
    symlinkIfMissing(join(modules, '@types'), join(project, 'node_modules', '@types'));
    symlinkIfMissing(join(modules, 'undici-types'), join(project, 'node_modules', 'undici-types'));
    const strict = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2023'];
    const resolution = ['--module', 'nodenext', '--ignoreConfig'];
    const tsc = join(modules, 'typescript', 'lib', 'tsc.js');
    const args = [tsc, ...strict, ...resolution, ...options, 'use.ts'];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  });

  it("runs the README's example", async () => {
    const service: DevelopmentApp = await startDevelopmentApp();
    await loadSample(service.database.url);
    const { code } = await transformFile(join(source, 'examples', 'read.ts'), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    writeFileSync(join(project, 'read.mjs'), code);
    const env = { ...process.env, DIRECTORY_URL: service.origin };
    const { stdout } = await run(process.execPath, [join(project, 'read.mjs')], { env });
    expect(stdout).toContain('Sample Bank plc\n');
    await service.close();
  });
});

function symlinkIfMissing(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path, 'junction');
}
