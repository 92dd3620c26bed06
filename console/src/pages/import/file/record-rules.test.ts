import { readFileSync } from 'node:fs';
import type { RequestSchema } from 'virtual:openapi';
import { readRecord } from '../../../../../src/modules/directory/participants-file/read-record.js';
import type { RecordRules } from '../../../../../src/modules/directory/participants-file/record-rules.js';
import { recordRulesOf } from './record-rules.ts';

const document = JSON.parse(readFileSync('openapi/directory.json', 'utf8')) as {
  components: { schemas: Record<string, RequestSchema> };
};
const ofConsole = recordRulesOf(document.components.schemas);
// By a variable: the console's TypeScript knows no decorators, which the declarations of the service have.
const declarations = '../../../../../src/modules/directory/import/record-rules.js';
let ofService: RecordRules<unknown>;
beforeAll(async () => {
  ({ recordRules: ofService } = (await import(declarations)) as { recordRules: RecordRules<unknown> });
});

const complete = {
  OrganisationId: 'org-1',
  Status: 'Active',
  OrganisationName: 'Marble Otter',
  CreatedOn: '2020-12-18T17:53:49.832Z',
  LegalEntityName: 'Marble Otter plc',
  CountryOfRegistration: 'GB',
  CompanyRegister: 'Companies House',
  RegistrationNumber: '123',
  AddressLine1: '1 Example Street',
  City: 'London',
  Postcode: 'EC1A 1AA',
  Country: 'GB',
};
const flag = {
  Id: 'flag-1',
  Name: 'Kind',
  Description: null,
  Type: 'Organisation',
  Value: 'Bank',
  Status: 'Active',
};

/** Returns the outcome of reading a record, without the order of notes and the type of its body. */
function outcomeOf(given: Record<string, unknown>, rules: RecordRules<unknown>) {
  const { organisationId, record, errors } = readRecord(given, rules);
  const { normalised = [], odd = [], leftOut = new Map() } = record?.notes ?? {};
  return {
    organisationId,
    errors,
    values: record?.values,
    createdOn: record?.createdOn,
    flags: record?.flags,
    adminUsers: record?.adminUsers,
    normalised: [...normalised].sort(),
    odd: odd.map((one) => JSON.stringify(one)).sort(),
    leftOut: [...leftOut],
  };
}

const hard: readonly unknown[] = [
  null,
  '',
  ' ',
  ' x ',
  'x',
  'Länder 🏦',
  '🏦'.repeat(41),
  'x'.repeat(256),
  'x'.repeat(65_536),
  'a\u0000b',
  '\ud800',
  '<b>',
  '.',
  '..',
  'changes',
  7,
  1.5,
  1e21,
  true,
  'TRUE',
  'perhaps',
  'active',
  'Gone',
  'https://www.example.com/logo.svg',
  'https://www.example.com/logo.webp',
  'https://www.example.com/a b.svg',
  'data:image/png;base64,AAAA',
  'javascript:alert(1)//data:image/png;base64,AAAA',
  '2020-12-18 17:53:49.832',
  'yesterday',
  [],
  {},
  ['x'],
  { Kind: ['Bank', ' Insurer ', '', null, 5, true, '<b>'], ' Sector ': 'Credit', '': 'x' },
  [
    flag,
    { ...flag, Name: ' Sector ', Status: 'inactive' },
    { ...flag, Id: '' },
    { Name: 'a', Value: 'b' },
    3,
  ],
  [
    { ...flag, AccessLevel: -1 },
    { ...flag, AccessLevel: 1.5 },
    { ...flag, Type: 'Software_Statement' },
  ],
  [
    { ...flag, Description: 'x'.repeat(256) },
    { ...flag, CreatedAt: 'yesterday' },
  ],
  [{ UserEmail: 'A@Example.COM' }, { UserEmail: 'nobody' }, { UserEmail: 7 }, {}, 'x', { UserEmail: null }],
  [{ UserEmail: 'a@example.com', Status: 'INACTIVE' }, { UserEmail: `${'a'.repeat(250)}@example.com` }],
];
const fields = [
  ...Object.keys(complete),
  'AddressLine2',
  'RegisteredName',
  'RegistrationId',
  'Size',
  'LogoUri',
];
const others = [
  'ParentOrganisationReference',
  'RequiresParticipantTermsAndConditionsSigning',
  'Flags',
  'AdminUsers',
  'AuthorisationServers',
];

// A flag without a date is as old as the import.
beforeAll(() => jest.useFakeTimers());
afterAll(() => jest.useRealTimers());

it.each([...fields, ...others])(
  'any %s has the same outcome in the console as in the command line',
  (field) => {
    for (const value of hard) {
      const given = { ...complete, [field]: value };
      expect(outcomeOf(given, ofConsole)).toEqual(outcomeOf(given, ofService));
    }
  },
);

it.each(fields)('a record without %s has the same outcome', (field) => {
  const given = Object.fromEntries(Object.entries(complete).filter(([key]) => key !== field));
  expect(outcomeOf(given, ofConsole)).toEqual(outcomeOf(given, ofService));
});

it('the fields have the same names and types', () => {
  const byName = (one: { wire: string }, other: { wire: string }): number => (one.wire < other.wire ? -1 : 1);
  expect([...ofConsole.fields].sort(byName)).toEqual([...ofService.fields].sort(byName));
});
