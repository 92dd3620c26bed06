import type { ChangeEntry } from 'organisations-directory-client';
import { type ChangeFilter, filterOf, isFiltered, matches, noFilter, operations } from './change-filter.ts';

const entry: ChangeEntry = {
  Position: 1,
  OrganisationId: 'org-1',
  Revision: 1,
  At: '2026-01-02T03:04:05.678Z',
  By: { ClientId: 'console', UserEmail: 'Ann@Bank.example' },
  InteractionId: 'id-1',
  Operation: 'Update',
  Changes: [],
};

const isShown = (filter: Partial<ChangeFilter>, more: Partial<ChangeEntry> = {}): boolean =>
  matches({ ...noFilter, ...filter }, { ...entry, ...more });

describe('matches', () => {
  it('lets everything through without a filter', () => {
    expect(isShown({})).toBe(true);
    expect(isShown({}, { By: { ClientId: 'c', UserEmail: null } })).toBe(true);
  });

  it('compares the whole id of the organisation', () => {
    expect(isShown({ organisation: ' org-1 ' })).toBe(true);
    expect(isShown({ organisation: 'org' })).toBe(false);
    expect(isShown({ organisation: 'ORG-1' })).toBe(false);
  });

  it('leaves flags out where an organisation is named', () => {
    const { OrganisationId, ...rest } = entry;
    const flag = { ...rest, FlagId: OrganisationId ?? '' };
    expect(matches({ ...noFilter, organisation: 'org-1' }, flag)).toBe(false);
    expect(matches(noFilter, flag)).toBe(true);
  });

  it('compares the kind of change', () => {
    expect(isShown({ operation: 'Update' })).toBe(true);
    expect(isShown({ operation: 'Create' })).toBe(false);
  });

  it('finds a part of the address or of the client, whatever its case', () => {
    expect(isShown({ person: 'ann@' })).toBe(true);
    expect(isShown({ person: ' BANK ' })).toBe(true);
    expect(isShown({ person: 'CONSOLE' })).toBe(true);
    expect(isShown({ person: 'bob' })).toBe(false);
    expect(isShown({ person: 'ann' }, { By: { ClientId: 'c', UserEmail: null } })).toBe(false);
  });

  it('wants each part of the filter', () => {
    expect(isShown({ organisation: 'org-1', operation: 'Update', person: 'ann' })).toBe(true);
    expect(isShown({ organisation: 'org-1', operation: 'Create', person: 'ann' })).toBe(false);
  });
});

describe('filterOf', () => {
  it('reads the query of an address', () => {
    const filter = { organisation: 'org-1', operation: 'Import', person: 'ann' };
    expect(filterOf({ ...filter, other: 'x' })).toEqual(filter);
  });

  it('takes an unknown kind of change as none', () => {
    expect(filterOf({ operation: 'toString' })).toEqual(noFilter);
    expect(operations).toContain('FlagCascade');
  });
});

describe('isFiltered', () => {
  it('is false for blanks alone', () => {
    expect(isFiltered({ ...noFilter, person: '  ' })).toBe(false);
    expect(isFiltered({ ...noFilter, person: 'a' })).toBe(true);
  });
});
