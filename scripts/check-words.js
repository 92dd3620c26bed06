/**
 * Finds retired names and docstrings that open with a question word. The retired names stand in docs/glossary.md, each
 * with the standard term that replaces it; CONTRIBUTING.md has the rules of style.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');

const glossary = read('docs/glossary.md');
const table = glossary.slice(glossary.indexOf('## Retired names')).split('\n');
const retired = table.flatMap((line) => {
  const [, names, term] = /^\| (`.+`) +\| (.+?) +\|$/.exec(line) ?? [];
  return [...(names ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => ({ name, term }));
});
const opening = /^\s*(?:\/\*\*|\*) (?:What|Whoever|Where|How|So many|So long|So often)\b/;
const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.js', '*.cjs', '*.md', '*.sql'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && path !== 'docs/glossary.md');

const faults = files.flatMap((path) =>
  read(path)
    .split('\n')
    .flatMap((line, index) => faultsOf(line, `${path}:${index + 1}`)),
);

function faultsOf(line, place) {
  const words = retired.filter(({ name }) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(line));
  return [
    ...words.map(({ name, term }) => `${place} uses ${name}; docs/glossary.md says ${term}`),
    ...(opening.test(line) && !path(place).endsWith('.md')
      ? [`${place} opens a docstring with a question word; name the subject first`]
      : []),
  ];
}

function path(place) {
  return place.slice(0, place.lastIndexOf(':'));
}

if (retired.length === 0) faults.push('docs/glossary.md has no table of retired names');
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`${files.length} files without any of ${retired.length} retired names`);
process.exitCode = faults.length > 0 ? 1 : 0;
