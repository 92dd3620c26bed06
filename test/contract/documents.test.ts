import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  anchorsOf,
  excerptOf,
  isCommands,
  proseOf,
  readDocuments,
  reasonNotToRun,
  root,
} from '../support/documents.js';

const documents = readDocuments();
/** The documents for newcomers. Their unmarked shell blocks are run by test/e2e/documents/commands.e2e.ts. */
const isRun = (path: string): boolean => /^(README\.md|docs\/(tutorial|guides\/[\w-]+)\.md)$/.test(path);
const cases = documents.map((document) => [document.path, document] as const);

describe.each(cases)('%s', (path, document) => {
  it('links only to files and headings that exist', () => {
    const targets = [...proseOf(document).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
    const broken = targets.filter((target) => {
      const [file = '', anchor] = target.split('#');
      const place = file === '' ? path : normalize(join(dirname(path), decodeURIComponent(file)));
      if (!existsSync(join(root, place))) return true;
      if (anchor === undefined) return false;
      const named = documents.find((other) => other.path === place);
      return named === undefined || !anchorsOf(named).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only files of the repository that exist', () => {
    const named = [
      ...document.text.matchAll(
        /(?<![\w/-])(?:src|test|docs|scripts|bench|clients|examples|openapi)\/[\w./-]*\w\.\w+/g,
      ),
    ];
    const missing = named.map(([file]) => file).filter((file) => !existsSync(join(root, file)));
    expect(missing).toEqual([]);
  });

  it('says of each shell block that no test runs why it is not run', () => {
    const unmarked = document.fences.filter((fence) => isCommands(fence) && reasonNotToRun(fence) === null);
    expect(isRun(path) ? [] : unmarked.map(({ line, text }) => `${line}: ${text}`)).toEqual([]);
  });

  it('shows excerpts as they stand in the files that they are from', () => {
    const stale = document.fences.filter((fence) => {
      const file = excerptOf(fence);
      return file !== null && !outdent(readFileSync(join(root, file), 'utf8')).includes(outdent(fence.text));
    });
    expect(stale.map(({ line, text }) => `${line}: ${text}`)).toEqual([]);
  });

  it('names a kind of diagram that Mermaid has in each of its diagrams', () => {
    const diagrams = document.fences.filter(({ language }) => language === 'mermaid');
    const unknown = diagrams.filter(
      ({ text }) => !/^(flowchart (LR|TD|TB)|sequenceDiagram|stateDiagram-v2)\n/.test(text),
    );
    expect(unknown).toEqual([]);
  });
});

describe('docs/troubleshooting.md', () => {
  it('quotes only sentences that the code has', () => {
    const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
      .join('');
    const { text = '' } = documents.find(({ path }) => path === 'docs/troubleshooting.md') ?? {};
    const cells = [...text.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    const quoted = cells.flatMap((cell) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, sentence = '']) => sentence),
    );
    // `…` stands for a value that the code puts in.
    const unknown = quoted
      .flatMap((sentence) => sentence.split('…'))
      .filter((part) => !source.includes(part.trim()));
    expect(quoted.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });
});

describe('the documents', () => {
  it('are each linked from another document, beginning with README.md', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      const document = documents.find((other) => other.path === path);
      if (document === undefined) continue;
      for (const [, target = ''] of proseOf(document).matchAll(/\]\(<?([^)#\s>]+)/g)) {
        if (!/^[a-z]+:/i.test(target)) reached.add(normalize(join(dirname(path), target)));
      }
    }
    // A link to a folder reaches the documents directly in it.
    const isReached = (path: string) => reached.has(path) || reached.has(dirname(path));
    const lost = documents.map(({ path }) => path).filter((path) => !isReached(path));
    expect(lost).toEqual([]);
  });
});

/** Prettier changes the indentation of an excerpt. */
function outdent(text: string): string {
  return text.replaceAll(/^\s+/gm, '');
}
