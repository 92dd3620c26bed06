import { recordRules } from '../import/record-rules.js';
import { readFlags as readWith } from './read-flags.js';

const readFlags = (value: unknown) => readWith(value, recordRules);

const flag = {
  Id: 'flag-1',
  CreatedAt: '2023-01-02T08:00:00.000Z',
  UpdatedAt: '2023-01-03T08:00:00.000Z',
  Name: 'Kind',
  Description: null,
  Type: 'Organisation',
  Value: 'Bank',
  Status: 'Active',
  AccessLevel: 5,
};

describe('Flags', () => {
  it('may be a map of names to values or to one value', () => {
    const Flags = { Kind: ['Bank', ' Insurer ', 'Bank', ''], Sector: 'Credit', Nothing: null };
    expect(readFlags(Flags).flags).toEqual({
      form: 'map',
      flags: [
        { name: 'Kind', value: 'Bank', complete: null },
        { name: 'Kind', value: 'Insurer', complete: null },
        { name: 'Sector', value: 'Credit', complete: null },
      ],
    });
  });

  it('may be a list of whole flags', () => {
    const { flags } = readFlags([flag]);
    expect(flags?.form).toBe('objects');
    expect(flags?.flags[0]?.complete).toEqual({
      flagId: 'flag-1',
      createdAt: new Date('2023-01-02T08:00:00.000Z'),
      updatedAt: new Date('2023-01-03T08:00:00.000Z'),
      name: 'Kind',
      description: null,
      type: 'Organisation',
      value: 'Bank',
      status: 'Active',
      accessLevel: 5,
    });
  });

  it('without value say nothing', () => {
    expect(readFlags(null).flags).toBeNull();
  });

  it.each([
    ['Bank', 'must be a map of names to values, or a list of flags', null],
    [['flag-1'], 'Id must be provided; Name must be provided; Value must be provided', []],
    [[{ Name: 'Kind', Value: 'Bank' }], 'Id must be provided', []],
    [{ Kind: [{}, 'Bank'] }, 'Value must be text', ['Bank']],
    [{ Kind: '<b>' }, 'Value must not contain < or >', []],
    [[{ ...flag, Type: 'Software_Statement' }], 'Type must be one of Organisation', []],
    [
      [
        { ...flag, AccessLevel: '5' },
        { ...flag, Value: 'Broker' },
      ],
      'AccessLevel must be',
      ['Broker'],
    ],
    [[{ ...flag, CreatedAt: 'long ago' }], 'CreatedAt must be a date such as', ['Bank']],
  ])('%j lose what is wrong, with a note, and keep the rest', (Flags, because, values) => {
    const { flags, odd } = readFlags(Flags);
    expect(flags?.flags.map(({ value }) => value) ?? null).toEqual(values);
    expect(odd).toMatchObject([
      { kind: 'Flags: left out', because: expect.stringContaining(because) as string },
    ]);
  });

  it.each([
    [{ Compliant: true }, 'true', 'Flags: true or false read as text'],
    [{ Tier: 3 }, '3', 'Flags: number read as text'],
    [[{ ...flag, Status: 'ACTIVE' }], 'Bank', 'Flags: read in another letter case'],
  ])('%j are read, with a note', (Flags, value, kind) => {
    const { flags, odd } = readFlags(Flags);
    expect(flags?.flags).toMatchObject([{ value }]);
    expect(odd).toMatchObject([{ kind }]);
  });
});
