import type { Organisation } from 'organisations-directory-client';
import { csv, json } from './formats.ts';
import { makeFile, type ReadPageOf } from './make-file.ts';

const organisation: Organisation = {
  OrganisationId: '1',
  Status: 'Active',
  OrganisationName: '=Bank "A", B',
  CreatedOn: '2026-01-01T00:00:00.000Z',
  LegalEntityName: 'بنك 😀',
  CountryOfRegistration: 'GB',
  CompanyRegister: 'Register',
  Size: null,
  RegistrationNumber: '1',
  RegistrationId: null,
  RegisteredName: null,
  AddressLine1: '1 Street',
  AddressLine2: null,
  City: 'London',
  Postcode: 'N1 1AA',
  Country: 'GB',
  ParentOrganisationReference: null,
  RequiresParticipantTermsAndConditionsSigning: true,
  LogoUri: null,
  Flags: ['Bank', 'Agent'].map((Value) => ({
    Id: Value,
    CreatedAt: '2026-01-01T00:00:00.000Z',
    UpdatedAt: '2026-01-01T00:00:00.000Z',
    Name: 'Kind',
    Description: null,
    Type: 'Organisation',
    Value,
    Status: 'Active',
    AccessLevel: 0,
  })),
};

/** Answers two organisations a page; `places` are those of the pages. */
function pagesOf(organisations: readonly Organisation[], places: readonly string[] = []): ReadPageOf {
  return ({ page }) =>
    Promise.resolve({
      page: {
        content: organisations.slice(page * 2, page * 2 + 2),
        totalPages: Math.ceil(organisations.length / 2),
        totalSize: organisations.length,
      },
      place: places[page] ?? 'log.1',
    });
}

const three = ['a', 'b', 'c'].map((OrganisationId) => ({ ...organisation, OrganisationId }));
const ignore = (): void => undefined;

test.each([0, 1, 2, 3])('a JSON file of %i organisations is the list that was read', async (count) => {
  const organisations = three.slice(0, count);
  const { content } = await makeFile(json, {}, pagesOf(organisations), ignore);
  expect(JSON.parse(await content.text())).toEqual(organisations);
});

test('a CSV file has the names of the fields, then a record for each organisation, in UTF-8 with its mark', async () => {
  const format = csv(['OrganisationId', 'OrganisationName', 'LegalEntityName', 'Size', 'Flags']);
  const { content } = await makeFile(format, {}, pagesOf(three), ignore);
  const bytes = new Uint8Array(await content.arrayBuffer());
  const record = (id: string): string => `${id},"'=Bank ""A"", B",بنك 😀,,Kind: Bank; Kind: Agent\r\n`;
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe(
    `OrganisationId,OrganisationName,LegalEntityName,Size,Flags\r\n${record('a')}${record('b')}${record('c')}`,
  );
});

test('the progress counts the organisations of each page', async () => {
  const progress: string[] = [];
  await makeFile(json, {}, pagesOf(three), (done, total) => progress.push(`${done} of ${total}`));
  expect(progress).toEqual(['2 of 3', '3 of 3']);
});

test.each([
  [['log.1', 'log.1'], true],
  [['log.1', 'log.2'], false],
])('pages at the places %j make an exact file: %j', async (places, isExact) => {
  expect((await makeFile(json, {}, pagesOf(three, places), ignore)).isExact).toBe(isExact);
});

test('a page that fails leaves no file', async () => {
  const read: ReadPageOf = (query) =>
    query.page === 1 ? Promise.reject(new Error('504')) : pagesOf(three)(query);
  await expect(makeFile(json, {}, read, ignore)).rejects.toThrow('504');
});
