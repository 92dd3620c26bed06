/**
 * Prints every regular expression of the sources as JSON: literals with source and flags, and the places that build one
 * at run time. Runs as a separate process, since loading the compiler into a test is slow.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..', '..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
);

const literals = [];
const builtAt = [];

for (const file of files) {
  const name = `src/${file}`;
  const source = ts.createSourceFile(
    name,
    readFileSync(join(root, name), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      literals.push({
        at: `${name}:${line + 1}`,
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
      });
    }
    const isBuilt = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isBuilt && node.expression.getText() === 'RegExp') builtAt.push(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

console.log(JSON.stringify({ literals, builtAt: [...new Set(builtAt)].sort() }));
