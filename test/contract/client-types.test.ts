import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
