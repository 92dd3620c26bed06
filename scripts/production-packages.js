import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Returns the licences of an old manifest, which are not in the lock file, as an SPDX expression. */
function oldLicences(manifest) {
  const { licenses = [] } = existsSync(manifest) ? readJson(manifest) : {};
  return licenses.map(({ type }) => type).join(' OR ');
}

/** Programs that build the console; everything else that it depends on is in its scripts. */
const consoleTools = ['vite'];

/**
 * Returns the packages that a production install may contain, by path: those of the lock file that are not for
 * development only, the optional ones of all platforms included.
 * @param root the folder of package-lock.json
 */
export function productionPackages(root) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  return Object.entries(packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true && entry.link !== true)
    .map(([path, entry]) => packageAt(root, path, entry));
}

/**
 * Returns the packages whose code is in the scripts of the console, by path: its dependencies without its tools, and theirs.
 * @param root the folder of package-lock.json
 */
export function consolePackages(root) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  const { devDependencies = {} } = packages.console ?? {};
  const names = Object.keys(devDependencies).filter((name) => !consoleTools.includes(name));
  const found = new Map();
  const add = (name, folder) => {
    const path = [`${folder}/node_modules/${name}`, `node_modules/${name}`].find((each) => each in packages);
    if (path === undefined || found.has(path)) return;
    const entry = packages[path];
    found.set(path, entry);
    // A workspace is a link; its own entry has the dependencies.
    const at = entry.link === true ? entry.resolved : path;
    for (const dependency of Object.keys(packages[at]?.dependencies ?? {})) add(dependency, at);
  };
  for (const name of names) add(name, 'console');
  return [...found]
    .filter(([, { link }]) => link !== true)
    .map(([path, entry]) => packageAt(root, path, entry));
}

/** Returns the packages of a production install and of the console, each once, by path. */
export function shippedPackages(root) {
  const production = productionPackages(root);
  const paths = new Set(production.map(({ path }) => path));
  return [...production, ...consolePackages(root).filter(({ path }) => !paths.has(path))];
}

function packageAt(root, path, { version, license, optional = false }) {
  return {
    path,
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    licence: license ?? oldLicences(join(root, path, 'package.json')),
    isOptional: optional,
  };
}
