import { findHolders, type Holder, type HolderPage, type Search, unsearched } from './find-holders.ts';

const holder = (id: number, flags: readonly string[]): Holder => ({
  OrganisationId: `id ${id}`,
  OrganisationName: `name ${id}`,
  Flags: flags.map((Id) => ({ Id })),
});

/** A list of organisations by pages of two, and the pages that were read. */
function listOf(organisations: readonly Holder[]): {
  read: number[];
  page: (page: number) => Promise<HolderPage>;
} {
  const read: number[] = [];
  return {
    read,
    page: (page) => {
      read.push(page);
      return Promise.resolve({
        content: organisations.slice(page * 2, page * 2 + 2),
        totalSize: organisations.length,
        totalPages: Math.ceil(organisations.length / 2),
      });
    },
  };
}

async function lastOf(search: AsyncGenerator<Search, void>): Promise<Search> {
  let last = unsearched;
  for await (const state of search) last = state;
  return last;
}

const five = [1, 2, 3, 4, 5].map((id) => holder(id, id % 2 === 0 ? ['other'] : ['wanted', 'other']));

describe('findHolders', () => {
  it('finds the organisations with the flag on all pages', async () => {
    const list = listOf(five);
    const found = await lastOf(findHolders('wanted', list.page, unsearched, 10));
    expect(found).toMatchObject({ read: 5, total: 5, count: 3, isComplete: true });
    expect(found.first.map(({ OrganisationId }) => OrganisationId)).toEqual(['id 1', 'id 3', 'id 5']);
    expect(list.read).toEqual([0, 1, 2]);
  });

  it('stops after the given number of pages, and goes on from there', async () => {
    const list = listOf(five);
    const part = await lastOf(findHolders('wanted', list.page, unsearched, 2));
    expect(part).toMatchObject({ read: 4, count: 2, isComplete: false });
    expect(await lastOf(findHolders('wanted', list.page, part, 2))).toMatchObject({
      read: 5,
      count: 3,
      isComplete: true,
    });
    expect(list.read).toEqual([0, 1, 2]);
  });

  it('counts all organisations but keeps the names of the first ten', async () => {
    const many = Array.from({ length: 25 }, (_, id) => holder(id, ['wanted']));
    const found = await lastOf(findHolders('wanted', listOf(many).page, unsearched, 100));
    expect(found.count).toBe(25);
    expect(found.first).toHaveLength(10);
  });

  it('is complete without a result in a directory without organisations', async () => {
    const found = await lastOf(findHolders('wanted', listOf([]).page, unsearched, 10));
    expect(found).toMatchObject({ read: 0, count: 0, isComplete: true });
  });
});
