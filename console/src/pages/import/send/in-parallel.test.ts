import { inParallel } from './in-parallel.ts';

/** Work whose items end when the test says so. */
function heldWork() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return new Promise((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  return { begun, ends, work };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('works on a few items at a time, in their order', async () => {
  const { begun, ends, work } = heldWork();
  const all = inParallel([1, 2, 3, 4], 2, work);
  expect(begun).toEqual([1, 2]);
  ends.get(2)?.resolve();
  await settled();
  expect(begun).toEqual([1, 2, 3]);
  for (const item of [1, 3]) ends.get(item)?.resolve();
  await settled();
  ends.get(4)?.resolve();
  await all;
  expect(begun).toEqual([1, 2, 3, 4]);
});

it('begins no more items after a stop, and waits for those begun', async () => {
  const { begun, ends, work } = heldWork();
  let isStopping = false;
  let isOver = false;
  const all = inParallel([1, 2, 3], 2, work, () => isStopping).then(() => {
    isOver = true;
  });
  isStopping = true;
  ends.get(1)?.resolve();
  await settled();
  expect([begun, isOver]).toEqual([[1, 2], false]);
  ends.get(2)?.resolve();
  await all;
  expect(begun).toEqual([1, 2]);
});

it('throws the first error after the items begun have ended', async () => {
  const { begun, ends, work } = heldWork();
  const all = inParallel([1, 2, 3], 2, work);
  ends.get(2)?.reject(new Error('second'));
  await settled();
  expect(begun).toEqual([1, 2]);
  ends.get(1)?.reject(new Error('first'));
  await expect(all).rejects.toThrow('second');
});

it('ends at once without items', async () => {
  await inParallel([], 3, () => Promise.reject(new Error('never called')));
});
