import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');
const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);

/** Returns the members of the interface ConsoleSettings in a file, as `name: type`. */
function membersIn(path: string): string[] {
  const file = parse(path);
  const found = file.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'ConsoleSettings',
  );
  if (found === undefined || !ts.isInterfaceDeclaration(found))
    throw new Error(`${path} has no ConsoleSettings`);
  return found.members.map((member) => member.getText(file)).sort();
}

describe('the settings of the console', () => {
  it('have the same members in the service and in the console', () => {
    const served = membersIn('src/http/pages/console-settings.ts');
    expect(served).toContain('readonly clientId: string;');
    expect(membersIn('console/src/settings.ts')).toEqual(served);
  });
});
