import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inspectFile } from './inspect-file.js';

const folder = mkdtempSync(join(tmpdir(), 'directory-inspect-'));
const file = join(folder, 'file');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Returns `lines`, a selector, or the beginning of the sentence that refuses the content. */
async function form(content: string | Buffer): Promise<string> {
  writeFileSync(file, content);
  const found = await inspectFile(file).catch((error: unknown) =>
    error instanceof Error ? (error.message.split('; import takes a JSON list')[0] ?? '') : String(error),
  );
  if (typeof found === 'string') return found;
  return found.kind === 'lines' ? 'lines' : found.selector;
}

const one = '{"OrganisationId":"1"}';
const pretty = JSON.stringify({ City: 'L', OrganisationId: '1', AuthorisationServers: [{ a: 1 }] }, null, 2);
const page = { content: [{ OrganisationId: '1' }], totalPages: 1, pageable: { number: 0 } };

describe('content with organisations', () => {
  it.each([
    ['a list', `[${one}]`, '$.*'],
    ['a list after blanks and a byte order mark', `\ufeff \n [${one}]`, '$.*'],
    ['a list whose first items are none', `[1, {"a": 1}, null, ${one}]`, '$.*'],
    [
      'a pretty printed list under participants',
      JSON.stringify({ meta: { a: 1 }, participants: [page.content[0]] }, null, 2),
      '$.participants.*',
    ],
    ['a list under payload, one record a line', `{"payload":[\n${one},\n${one}\n]}`, '$.payload.*'],
    ['a list under Data, in another case', `{"Data":[${one}]}`, '$.Data.*'],
    ['a list under organisations', `{"organisations":[${one}]}`, '$.organisations.*'],
    ['a list under data, then content', `{"data":{"n":1,"content":[${one}]}}`, '$.data.content.*'],
    ['a page of this API', JSON.stringify(page), '$.content.*'],
    ['one organisation under data', `{"data":${one}}`, '$.data'],
    ['one organisation on one line', one, 'lines'],
    ['one organisation on several lines', pretty, '$'],
    ['several on several lines each', `${pretty}\n${pretty}`, '$'],
    ['NDJSON', `${one}\n${one}\n`, 'lines'],
    ['NDJSON whose first line is none', `{"a":1}\n${one}\n`, 'lines'],
    ['NDJSON whose first line is damaged', `{"OrganisationId":"0","City":"Lo\n${one}\n`, 'lines'],
    ['NDJSON whose first line has other brackets', `{"OrganisationId":"0"]\n${one}\n`, 'lines'],
    ['NDJSON after a comment', `# exported today\n${one}\n`, 'lines'],
    ['NDJSON of one line that is cut off', '{"OrganisationId":"0","City":"Lo', 'lines'],
    ['one organisation that is cut off', pretty.slice(0, -30), '$'],
    ['an organisation without an id', '[{"OrganisationName":"Bank"}]', '$.*'],
    [
      'an organisation with a list under data',
      '{"OrganisationId":"1","data":[{"OrganisationId":"2"}]}',
      'lines',
    ],
  ])('%s is recognised', async (_, content, expected) => {
    await expect(form(content)).resolves.toBe(expected);
    await expect(form(gzipSync(content))).resolves.toBe(expected);
  });
});

describe('content without organisations', () => {
  it.each([
    ['', 'is empty'],
    [' \n\t', 'is empty'],
    ['OrganisationId,OrganisationName\n1,Bank A\n', 'looks like CSV'],
    ['OrganisationId;OrganisationName', 'looks like CSV'],
    ['"OrganisationId","OrganisationName"\n"1","Bank A"\n', 'looks like CSV'],
    ['<?xml version="1.0"?><organisations/>', 'looks like XML'],
    ['<!DOCTYPE html><title>Sign in</title>', 'looks like HTML'],
    ['openapi: 3.0.0\ninfo:\n', 'looks like YAML'],
    ['eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl', 'looks like a signed token (JWT)'],
    ['INSERT INTO organisation VALUES (1);', 'looks like SQL'],
    ['not found', 'looks like plain text'],
    [Buffer.from('Br\xe9sil', 'latin1'), 'looks like text that is not UTF-8'],
    [Buffer.from(`[${one}]`, 'utf16le'), 'looks like UTF-16 text'],
    [Buffer.from(`\ufeff[${one}]`, 'utf16le'), 'looks like UTF-16 text'],
    [Buffer.from('PK\x03\x04', 'latin1'), 'looks like a zip archive or an Excel workbook'],
    [Buffer.from('%PDF-1.7'), 'looks like a PDF'],
    [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1]), 'looks like a zstd file'],
    [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), 'looks like a binary file'],
    ['{"errors":["The access token has expired."]}', 'is an error response of an API'],
    ['{"openapi":"3.0.0","info":{},"paths":{}}', 'is an OpenAPI document'],
    ['{"features":[{"type":"x"}],"type":"y"}', 'is JSON without organisations, with features, type'],
    [
      '[{"Document":"1","LongName":"Bank"}]',
      'is a list of other things than organisations, with Document, LongName',
    ],
    ['[[{"OrganisationId":"1"}]]', 'holds no organisation'],
    ['[]', 'holds no organisation'],
    ['[1,"x"]', 'holds no organisation'],
    ['{"content":[],"totalSize":0}', 'holds no organisation'],
    ['{"a":1}\n{"b":2}\n', 'is JSON without organisations, with a, b'],
    ['[{"a": }]', 'is broken JSON from line 1, column 8'],
    ['\ufeff[\n who]', 'is broken JSON from line 2, column 2'],
    ['[{"a":1},', 'is JSON that is cut off before the first organisation'],
    ['"a text"', 'looks like plain text'],
  ])('%j is refused: it %s', async (content, expected) => {
    await expect(form(content)).resolves.toBe(expected);
  });

  it('is refused if its gzip data is damaged', async () => {
    const packed = gzipSync(`[${one}]`);
    await expect(form(packed.subarray(0, 15))).resolves.toMatch(/^is damaged gzip \(/);
    await expect(form(gzipSync(packed))).resolves.toBe('looks like gzip inside gzip');
  });

  it('is refused if it is packed and empty', async () => {
    await expect(form(gzipSync(''))).resolves.toBe('is empty');
  });
});
