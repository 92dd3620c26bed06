import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanForSecrets } from '../support/secret-scan.js';

const token =
  `${btoa('{"alg":"ES256"}')}.${btoa('{"sub":"somebody"}')}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`.replaceAll(
    '=',
    '',
  );
const password = 'p@ss/word+1234';

describe('the secret scan of a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-scan-'));
    writeFileSync(join(folder, 'secrets-1.txt'), `${JSON.stringify(token)}\n${JSON.stringify(password)}\n`);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const found = (line: string): string[] => {
    writeFileSync(join(folder, 'log-1.txt'), `{"msg":"request"}\n${line}\n`);
    return scanForSecrets(folder).found;
  };

  it.each([
    ['a token', `{"authorization":"Bearer ${token}"}`],
    ['a token without its signature', `{"token":"${token.split('.').slice(0, 2).join('.')}…"}`],
    ['a signature alone', `{"path":"/organisations/${token.split('.')[2] ?? ''}"}`],
    ['an unregistered token', `x eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lYm9keSJ9. y`],
    ['a password', `connecting to postgres://user:${password}@localhost`],
    ['a URL-encoded password', `postgres://user:${encodeURIComponent(password)}@localhost`],
    ['a password in base64', Buffer.from(password).toString('base64')],
  ])('finds %s without printing the secret', (_what, line) => {
    const sentences = found(line);
    expect(sentences).toHaveLength(1);
    expect(sentences.join()).toMatch(/^log-1\.txt tells /);
    expect(sentences.join()).not.toContain(password);
    expect(sentences.join()).not.toContain(token);
  });

  it('finds nothing in lines without secrets', () => {
    expect(found('{"path":"/organisations/c0ffee00-0000-4000-8000-000000000001","statusCode":200}')).toEqual(
      [],
    );
  });
});
