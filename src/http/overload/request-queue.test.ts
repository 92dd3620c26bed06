import { RequestQueue } from './request-queue.js';

describe('RequestQueue', () => {
  let timedOut: string[];
  let queue: RequestQueue<string>;
  beforeEach(() => {
    jest.useFakeTimers();
    timedOut = [];
    queue = new RequestQueue((item) => timedOut.push(item));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('returns items first in, first out', () => {
    for (const item of ['a', 'b', 'c']) queue.enqueue(item);
    expect([queue.dequeue(), queue.dequeue(), queue.dequeue(), queue.dequeue()]).toEqual([
      'a',
      'b',
      'c',
      null,
    ]);
  });

  it('skips items that have left', () => {
    queue.enqueue('a');
    const leave = queue.enqueue('b');
    queue.enqueue('c');
    leave();
    expect(queue.length).toBe(2);
    expect([queue.dequeue(), queue.dequeue(), queue.dequeue()]).toEqual(['a', 'c', null]);
  });

  it('times an item out after three seconds and not before', () => {
    queue.enqueue('a');
    jest.advanceTimersByTime(2_000);
    queue.enqueue('b');
    jest.advanceTimersByTime(990);
    expect(timedOut).toEqual([]);
    jest.advanceTimersByTime(50);
    expect(timedOut).toEqual(['a']);
    expect(queue.dequeue()).toBe('b');
    jest.advanceTimersByTime(5_000);
    expect(timedOut).toEqual(['a']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('times at most 25 items out in one sweep', () => {
    for (let item = 0; item < 100; item += 1) queue.enqueue(String(item));
    jest.advanceTimersByTime(3_000);
    expect(timedOut).toHaveLength(25);
    jest.advanceTimersByTime(30);
    expect(timedOut).toHaveLength(100);
  });

  it('is full with ten thousand items', () => {
    for (let item = 0; item < 10_000; item += 1) queue.enqueue(String(item));
    expect(queue.isFull).toBe(true);
    queue.dequeue();
    expect(queue.isFull).toBe(false);
    jest.advanceTimersByTime(10_000);
    expect(queue.length).toBe(0);
  });
});
