import { matchingFlags } from './flag-search.ts';

const flags = [
  { Name: 'Company kind', Value: 'Bank', Description: null },
  { Name: 'Permission', Value: 'Informação', Description: 'Reads accounts' },
];
const found = (search: string): string[] => matchingFlags(flags, search).map(({ Value }) => Value);

describe('matchingFlags', () => {
  it.each([
    ['', ['Bank', 'Informação']],
    ['bank', ['Bank']],
    ['kind bank', ['Bank']],
    ['informacao', ['Informação']],
    ['READS permission', ['Informação']],
    ['bank permission', []],
  ])('finds for %j: %j', (search, values) => {
    expect(found(search)).toEqual(values);
  });
});
