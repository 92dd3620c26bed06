import { endsAssignment, valuesOf } from './flag-values.ts';

const flag = { Type: 'Organisation', Status: 'Active' } as const;

describe('endsAssignment', () => {
  it.each([
    [flag, { ...flag, Status: 'Inactive' }, true],
    [flag, { ...flag, Type: 'Software_Statement' }, true],
    [flag, flag, false],
    [{ ...flag, Status: 'Inactive' }, flag, false],
    [{ ...flag, Status: 'Inactive' }, { Type: 'Authorisation_Server', Status: 'Inactive' }, false],
    [{ ...flag, Type: 'Software_Statement' }, { Type: 'Software_Statement', Status: 'Inactive' }, false],
  ] as const)('of %j and %j is %s', (before, after, ends) => {
    expect(endsAssignment(before, after)).toBe(ends);
  });
});

describe('valuesOf', () => {
  it('shows a missing Description as an empty text', () => {
    const body = { ...flag, Name: 'Kind', Value: 'Bank', Description: null, AccessLevel: 3 };
    expect(valuesOf(body)).toEqual({ ...body, Description: '', AccessLevel: '3' });
  });
});
