import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { organisationFields } from '../../clients/typescript/src/mirror/apply-change.js';

const root = join(__dirname, '..', '..');

describe('clients/typescript/src/openapi.ts', () => {
  it('has the types of openapi/directory.json; npm run client-types writes the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-types-'));
    const file = join(folder, 'openapi.ts');
    spawnSync(process.execPath, [join(root, 'scripts', 'client-types.js'), file]);
    const written = readFileSync(file, 'utf8');
    rmSync(folder, { recursive: true });
    expect(readFileSync(join(root, 'clients', 'typescript', 'src', 'openapi.ts'), 'utf8')).toBe(written);
  });
});

describe('examples/mirror.py', () => {
  it('names the members of an organisation in their order', () => {
    const program = readFileSync(join(root, 'examples', 'mirror.py'), 'utf8');
    const [, names = ''] = /FIELDS = """([^"]+)"""/.exec(program) ?? [];
    expect(names.trim().split(/\s+/)).toEqual(organisationFields);
  });
});
