import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { developmentUsers } from '../../src/development-server/development-identities.js';

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

  it('go with the sample users of the development server', () => {
    const text = readFileSync(join(root, 'console', 'src', 'sign-in', 'sample-users.ts'), 'utf8');
    const emails = [...text.matchAll(/email: '([^']+)'/g)].map(([, email]) => email);
    expect(emails).toEqual(developmentUsers.map(({ id }) => id));
  });
});
