import { pageLinks } from './page-links.js';

describe('pageLinks', () => {
  it('names first and last of a single page and nothing else', () => {
    expect(pageLinks('/organisations', { pageNumber: 0, totalPages: 1 })).toBe(
      '</organisations?page=0>; rel="first", </organisations?page=0>; rel="last"',
    );
  });

  it('keeps every other parameter, repeated ones and escaped ones too', () => {
    expect(
      pageLinks('/organisations?sort=City&sort=Size%2Cdesc&page=1', { pageNumber: 1, totalPages: 2 }),
    ).toBe(
      '</organisations?sort=City&sort=Size%2Cdesc&page=0>; rel="first", ' +
        '</organisations?sort=City&sort=Size%2Cdesc&page=0>; rel="prev", ' +
        '</organisations?sort=City&sort=Size%2Cdesc&page=1>; rel="last"',
    );
  });

  it('takes a question mark in a value for what it is', () => {
    expect(pageLinks('/x?filterBy=a?b&size=1', { pageNumber: 0, totalPages: 1 })).toBe(
      '</x?filterBy=a%3Fb&size=1&page=0>; rel="first", </x?filterBy=a%3Fb&size=1&page=0>; rel="last"',
    );
  });

  it('goes back to the last page there is from past the end', () => {
    expect(pageLinks('/x', { pageNumber: 7, totalPages: 3 })).toBe(
      '</x?page=0>; rel="first", </x?page=2>; rel="prev", </x?page=2>; rel="last"',
    );
  });

  it('goes nowhere from past the end of nothing', () => {
    expect(pageLinks('/x', { pageNumber: 7, totalPages: 0 })).toBe(
      '</x?page=0>; rel="first", </x?page=0>; rel="last"',
    );
  });
});
