import { Arrivals } from './arrivals.ts';

describe('Arrivals', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function start() {
    const told: number[] = [];
    return { told, arrivals: new Arrivals((count) => told.push(count), 5_000, 500) };
  }

  it('tells of arrivals of the same moment together', () => {
    const { told, arrivals } = start();
    arrivals.add(1);
    arrivals.add(2);
    jest.advanceTimersByTime(500);
    expect(told).toEqual([3]);
  });

  it('tells at most once in an interval, and loses none', () => {
    const { told, arrivals } = start();
    for (let ms = 0; ms < 11_000; ms += 100) {
      arrivals.add(1);
      jest.advanceTimersByTime(100);
    }
    jest.advanceTimersByTime(10_000);
    expect(told).toHaveLength(4);
    expect(told.reduce((sum, count) => sum + count)).toBe(110);
  });

  it('is quiet where nothing arrives', () => {
    const { told, arrivals } = start();
    arrivals.add(0);
    arrivals.add(1);
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells nothing after its end', () => {
    const { told, arrivals } = start();
    arrivals.add(1);
    arrivals.stop();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });
});
