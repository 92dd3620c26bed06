import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

describe('docs/api/directory.md', () => {
  it('lists exactly the problems that the code can raise, each with its status', () => {
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
