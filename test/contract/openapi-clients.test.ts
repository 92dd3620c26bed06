import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const modules = join(root, 'node_modules');

/** Runs a generator; throws with its output if it fails. */
function generate(script: string, args: readonly string[], folder: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, script), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
}

/** Compiles files in strict mode; returns the compiler's lines, which begin with the name of a file. */
function compile(files: readonly string[], folder: string): string[] {
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext'];
  const environment = ['--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable'];
  const tsc = join(modules, 'typescript', 'lib', 'tsc.js');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, ...options, ...environment, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
}

function binOf(name: string, command = name): string {
  const { bin } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join(name, typeof bin === 'string' ? bin : (bin[command] ?? ''));
}

const consumer = `
import type { paths } from './directory';
import { getOrganisation, listOrganisations, replaceOrganisation, type OrganisationUpdateRequest } from './directory-sdk';
import { listOrganisations as listNotifyOrganisations } from './notify-sdk';

type Listed = paths['/organisations']['get']['responses'][200]['content']['application/json'];
export const nameOf = (page: Listed): string | undefined => page.content[0]?.OrganisationName;

export async function rename(id: string, update: OrganisationUpdateRequest): Promise<string | undefined> {
  const page = await listOrganisations({ query: { size: 20, filterBy: 'bank' } });
  const known = await getOrganisation({ path: { OrganisationId: id } });
  const changed = await replaceOrganisation({ path: { OrganisationId: id }, body: update, headers: { 'If-Match': '*' } });
  await listNotifyOrganisations();
  return changed.data?.OrganisationName ?? known.data?.City ?? page.data?.content[0]?.RegistrationId ?? undefined;
}
`;

/** The wrong name of a field must not compile, or the types are all any. */
const wrongConsumer = consumer.replace(
  'page.content[0]?.OrganisationName',
  'page.content[0]?.OrganisationNom',
);

describe('clients generated from the OpenAPI documents', () => {
  let folder: string;
  let faults: readonly string[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-clients-'));
    symlinkSync(modules, join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const api of ['directory', 'notify']) {
      const document = join(root, 'openapi', `${api}.json`);
      generate(binOf('openapi-typescript'), [document, '-o', join(folder, `${api}.ts`)], folder);
      generate(
        binOf('@hey-api/openapi-ts', 'openapi-ts'),
        ['-i', document, '-o', join(folder, `${api}-sdk`)],
        folder,
      );
    }
    writeFileSync(join(folder, 'right.ts'), consumer);
    writeFileSync(join(folder, 'wrong.ts'), wrongConsumer);
    faults = compile(['right.ts', 'wrong.ts'], folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('compile in strict mode, with methods that need no DPoP argument', () => {
    expect(faults.filter((line) => !line.startsWith('wrong.ts'))).toEqual([]);
    const types = readFileSync(join(folder, 'directory-sdk', 'types.gen.ts'), 'utf8');
    expect(types).not.toMatch(/\bDPoP\??:/i);
  });

  it('reject a field that the document does not have', () => {
    expect(faults).toContainEqual(expect.stringMatching(/^wrong\.ts.*OrganisationNom/));
  });

  it('have a method for each operation id', () => {
    const sdk = readFileSync(join(folder, 'directory-sdk', 'sdk.gen.ts'), 'utf8');
    for (const name of ['listOrganisations', 'downloadParticipants', 'replaceFlag', 'createAdminUser'])
      expect(sdk).toContain(`export const ${name} =`);
    expect(dirname(folder)).toBe(tmpdir());
  });
});
