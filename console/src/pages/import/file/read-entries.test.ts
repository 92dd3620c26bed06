import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { RequestSchema } from 'virtual:openapi';
import { contentOf } from './open-content.ts';
import { readEntries } from './read-entries.ts';
import { recordRulesOf } from './record-rules.ts';

const document = JSON.parse(readFileSync('openapi/directory.json', 'utf8')) as {
  components: { schemas: Record<string, RequestSchema> };
};
const rules = recordRulesOf(document.components.schemas);

const organisation = (OrganisationId: string) => ({
  OrganisationId,
  OrganisationName: `Otter ${OrganisationId}`,
  LegalEntityName: 'Marble Otter plc',
  CountryOfRegistration: 'GB',
  CompanyRegister: 'Companies House',
  RegistrationNumber: '123',
  AddressLine1: '1 Example Street',
  City: 'London',
  Postcode: 'EC1A 1AA',
  Country: 'GB',
});

async function read(content: string | Buffer<ArrayBuffer>) {
  let bytes = 0;
  const file = new Blob([new Uint8Array(Buffer.from(content))]);
  const found = await readEntries(
    contentOf(file, (read) => {
      bytes = read;
    }),
    rules,
  );
  return { ...found, share: bytes / file.size };
}

it.each([
  ['a list', JSON.stringify],
  ['NDJSON', (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).join('\n')],
  ['gzip', (list: readonly unknown[]) => gzipSync(JSON.stringify(list))],
])('reads %s that is longer than a chunk', async (_form, write) => {
  const list = Array.from({ length: 1_000 }, (_, index) => organisation(`o-${index}`));
  const { entries, broken, share } = await read(write(list));
  expect([broken, share]).toEqual([null, 1]);
  expect(entries.map(({ organisationId }) => organisationId)).toEqual(
    list.map(({ OrganisationId }) => OrganisationId),
  );
  expect(entries.every(({ record }) => record !== null)).toBe(true);
});

it('refuses an id that an earlier record has, also if that record is refused', async () => {
  const { entries } = await read(JSON.stringify([{ OrganisationId: 'a' }, organisation('a')]));
  expect(entries[1]).toMatchObject({
    number: 2,
    record: null,
    errors: ['OrganisationId occurs more than once in the file, first in record 1'],
  });
});

it('returns the records before a place where gzip is cut off', async () => {
  // Random texts, so that the packed file is larger than a block.
  const list = Array.from({ length: 3_000 }, (_, index) => organisation(`o-${index}-${Math.random()}`));
  const packed = gzipSync(list.map((one) => JSON.stringify(one)).join('\n'));
  const { entries, broken } = await read(packed.subarray(0, packed.length / 2));
  expect(broken).toMatch(/^is damaged: /);
  expect(entries.filter(({ record }) => record !== null).length).toBeGreaterThan(100);
});

it('names the place where JSON is broken', async () => {
  const { entries, broken } = await read(`[${JSON.stringify(organisation('a'))},\n{"City": x}]`);
  expect(entries).toHaveLength(1);
  expect(broken).toBe('is broken JSON from line 2, column 10: unexpected text');
});

it('throws an error of the file as it is', async () => {
  const file = new Blob(['[]']);
  const failing = contentOf(file, () => {
    throw new Error('stopped');
  });
  await expect(readEntries(failing, rules)).rejects.toThrow('stopped');
});
