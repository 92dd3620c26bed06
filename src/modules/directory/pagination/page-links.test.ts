import { pageLinks } from './page-links.js';

describe('pageLinks', () => {
  it('returns only first and last for a single page', () => {
    expect(pageLinks('/organisations', { pageNumber: 0, totalPages: 1 })).toBe(
      '</organisations?page=0>; rel="first", </organisations?page=0>; rel="last"',
    );
  });

  it('keeps every other parameter, repeated and escaped ones included', () => {
    expect(
      pageLinks('/organisations?sort=City&sort=Size%2Cdesc&page=1', { pageNumber: 1, totalPages: 2 }),
    ).toBe(
      '</organisations?sort=City&sort=Size%2Cdesc&page=0>; rel="first", ' +
        '</organisations?sort=City&sort=Size%2Cdesc&page=0>; rel="prev", ' +
        '</organisations?sort=City&sort=Size%2Cdesc&page=1>; rel="last"',
    );
  });

  it('keeps a question mark in a value', () => {
    expect(pageLinks('/x?filterBy=a?b&size=1', { pageNumber: 0, totalPages: 1 })).toBe(
      '</x?filterBy=a%3Fb&size=1&page=0>; rel="first", </x?filterBy=a%3Fb&size=1&page=0>; rel="last"',
    );
  });

  it('links from past the end to the last page', () => {
    expect(pageLinks('/x', { pageNumber: 7, totalPages: 3 })).toBe(
      '</x?page=0>; rel="first", </x?page=2>; rel="prev", </x?page=2>; rel="last"',
    );
  });

  it('links only to the first page from past the end of an empty list', () => {
    expect(pageLinks('/x', { pageNumber: 7, totalPages: 0 })).toBe(
      '</x?page=0>; rel="first", </x?page=0>; rel="last"',
    );
  });
});
