import { WaitingLine } from './request-queue.js';

describe('a waiting line', () => {
  let late: string[];
  let line: WaitingLine<string>;
  beforeEach(() => {
    jest.useFakeTimers();
    late = [];
    line = new WaitingLine((member) => late.push(member));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets who came first go first', () => {
    for (const member of ['a', 'b', 'c']) line.join(member);
    expect([line.next(), line.next(), line.next(), line.next()]).toEqual(['a', 'b', 'c', null]);
  });

  it('knows nothing more of those who have left', () => {
    line.join('a');
    const leave = line.join('b');
    line.join('c');
    leave();
    expect(line.length).toBe(2);
    expect([line.next(), line.next(), line.next()]).toEqual(['a', 'c', null]);
  });

  it('tells who has waited for three seconds, and nobody before', () => {
    line.join('a');
    jest.advanceTimersByTime(2_000);
    line.join('b');
    jest.advanceTimersByTime(990);
    expect(late).toEqual([]);
    jest.advanceTimersByTime(50);
    expect(late).toEqual(['a']);
    expect(line.next()).toBe('b');
    jest.advanceTimersByTime(5_000);
    expect(late).toEqual(['a']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells a few at a time where many came at once', () => {
    for (let member = 0; member < 100; member += 1) line.join(String(member));
    jest.advanceTimersByTime(3_000);
    expect(late).toHaveLength(25);
    jest.advanceTimersByTime(30);
    expect(late).toHaveLength(100);
  });

  it('is full when ten thousand wait', () => {
    for (let member = 0; member < 10_000; member += 1) line.join(String(member));
    expect(line.isFull).toBe(true);
    line.next();
    expect(line.isFull).toBe(false);
    jest.advanceTimersByTime(10_000);
    expect(line.length).toBe(0);
  });
});
