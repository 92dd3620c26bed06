import { type KnownWords, queryOf, readState, requestOf } from './flag-list-state.ts';

const words: KnownWords = {
  isType: (value): value is 'Organisation' => value === 'Organisation',
  isStatus: (value): value is 'Active' | 'Inactive' => ['Active', 'Inactive'].includes(value),
};

describe('the state of the list of flags', () => {
  it('is Active flags by name for an address without a query', () => {
    const state = readState({}, words);
    expect(requestOf(state)).toEqual({
      page: 0,
      size: 50,
      status: 'Active',
      sort: ['Name,asc', 'Value,asc'],
    });
    expect(Object.values(queryOf(state)).filter((value) => value !== null && value !== '')).toEqual([]);
  });

  it('is the same after it was written to the address', () => {
    const query = { name: 'Kind', type: 'Organisation', status: 'Inactive', page: '3', sort: 'Value,desc' };
    expect(queryOf(readState(query, words))).toEqual(query);
  });

  it.each([
    { type: 'Bank' },
    { status: 'Withdrawn' },
    { page: '-1' },
    { page: '1.5' },
    { page: 'x' },
    { sort: 'Description,asc' },
  ])('leaves out what it does not know: %j', (query) => {
    expect(readState(query, words)).toEqual(readState({}, words));
  });
});
