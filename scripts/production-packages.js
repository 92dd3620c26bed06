import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Returns the licences of an old manifest, which are not in the lock file, as an SPDX expression. */
function oldLicences(manifest) {
  const { licenses = [] } = existsSync(manifest) ? readJson(manifest) : {};
  return licenses.map(({ type }) => type).join(' OR ');
}

/**
 * Returns the packages that a production install may contain, by path: those of the lock file that are not for
 * development only, the optional ones of all platforms included.
 * @param root the folder of package-lock.json
 */
export function productionPackages(root) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  return Object.entries(packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true && entry.link !== true)
    .map(([path, { version, license }]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license ?? oldLicences(join(root, path, 'package.json')),
    }));
}
