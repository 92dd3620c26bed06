import {
  type KnownFields,
  type ListState,
  queryOf,
  readState,
  requestOf,
  standardState,
} from './list-state.ts';

const known: KnownFields = {
  statuses: ['Active', 'Pending', 'Withdrawn'],
  scalar: ['OrganisationName', 'Status', 'City'],
  all: ['OrganisationName', 'Status', 'City', 'Flags'],
};

const everything: ListState = {
  filterBy: 'a&b=c "&{{}} ação 😀',
  status: 'Pending',
  conditions: { country: 'BR', flag: 'f-1', parent: 'p&1', createdIn: '2026-11' },
  isMine: true,
  sort: { field: 'City', isDescending: true },
  page: 7,
  size: 500,
  columns: ['Status', 'Flags'],
};

/** The query as the address bar gives it back. */
function addressOf(state: ListState): Record<string, string> {
  const entries = Object.entries(queryOf(state)).filter(([, value]) => value !== null && value !== false);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

test('an empty address is the standard state, and the other way round', () => {
  expect(readState({}, known)).toEqual(standardState);
  expect(addressOf(standardState)).toEqual({ filterBy: '' });
});

test('the address has the whole state', () => {
  expect(readState(addressOf(everything), known)).toEqual(everything);
});

test.each([
  [{ page: '-1' }],
  [{ page: '1.5' }],
  [{ page: 'x' }],
  [{ page: '2147483648' }],
  [{ size: '7' }],
  [{ sort: 'Flags,asc' }],
  [{ sort: 'toString' }],
  [{ columns: 'Nothing' }],
  [{ filterBy: 'a' }],
  [{ filterBy: '  é ' }],
  [{ status: 'pending' }],
  [{ country: '', flag: '', parent: '', createdIn: '' }],
  [{ other: 'x' }],
])('the address %j counts as empty', (query) => {
  expect(readState(query, known)).toEqual(standardState);
});

test('a direction other than desc is ascending', () => {
  expect(readState({ sort: 'City' }, known).sort).toEqual({ field: 'City', isDescending: false });
});

test('columns come in the order of the fields', () => {
  expect(readState({ columns: 'Flags,Status,Flags' }, known).columns).toEqual(['Status', 'Flags']);
});

test.each([
  [standardState, { page: 0, size: 25, sort: ['OrganisationName,asc'] }],
  [
    everything,
    {
      page: 7,
      size: 500,
      sort: ['City,desc'],
      filterBy: everything.filterBy,
      status: 'Pending',
      country: 'BR',
      flag: 'f-1',
      parent: 'p&1',
      createdIn: '2026-11',
      displayMine: 'a@b.example',
    },
  ],
])('the request for %j is %j', (state, request) => {
  expect(requestOf(state, 'a@b.example')).toEqual(request);
});

test('somebody without an address asks for no organisations of their own', () => {
  expect(requestOf(everything, null)).not.toHaveProperty('displayMine');
});
