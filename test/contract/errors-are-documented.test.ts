import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

describe('docs/api/directory.md', () => {
  it('lists exactly the errors that the code can raise, each with its status', () => {
    const documents = readFileSync(join(root, 'docs', 'api', 'directory.md'), 'utf8');
    const documented = [...documents.matchAll(/^\| (\d{3})\s*\| `([a-z-]+)`/gm)].map(
      ([, status, code]) => `${status} ${code}`,
    );
    const sources = ['problem.ts', 'client-error.ts'].map((file) =>
      readFileSync(join(root, 'src', 'http', 'errors', file), 'utf8'),
    );
    const raised = sources
      .flatMap((source) => [...source.matchAll(/(?:super|new Problem)\(\s*(\d{3}),\s*'([a-z-]+)'/g)])
      .map(([, status, code]) => `${status} ${code}`);
    expect(documented.sort()).toEqual([...new Set(raised)].sort());
  });
});

describe('docs/api/notify.md', () => {
  it('lists every error of this API and no unknown error', () => {
    const documents = readFileSync(join(root, 'docs', 'api', 'notify.md'), 'utf8');
    const documented = [...documents.matchAll(/^\| \d{3}\s*\| `([a-z-]+)`/gm)].map(([, code]) => code);
    const own = codesIn('src/modules/notify/errors/notify-problems.ts');
    const shared = codesIn('src/http/errors/problem.ts');
    expect(documented).toEqual(expect.arrayContaining(own));
    expect([...own, ...shared]).toEqual(expect.arrayContaining(documented));
  });
});

function codesIn(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/super\(\s*(?:\d{3}|status),\s*'([a-z-]+)'/g)].map(([, code]) => code ?? '');
}
