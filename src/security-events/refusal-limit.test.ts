import { maxLinesOfCaller, maxLinesOfEvent, RefusalLimit, windowMs } from './refusal-limit.js';

describe('RefusalLimit', () => {
  let reports: [string | null, number][];
  let limit: RefusalLimit<string>;
  beforeEach(() => {
    jest.useFakeTimers();
    reports = [];
    limit = new RefusalLimit((sample, suppressed) => reports.push([sample, suppressed]));
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const admitted = (caller: string, times: number): number =>
    Array.from({ length: times }, () => limit.admit(caller, caller)).filter(Boolean).length;

  it('admits the max of a caller and suppresses the next', () => {
    expect(admitted('one', maxLinesOfCaller)).toBe(maxLinesOfCaller);
    expect(admitted('one', 1)).toBe(0);
    expect(admitted('other', 1)).toBe(1);
  });

  it('admits the max of all callers and suppresses the next caller', () => {
    for (let caller = 0; caller < maxLinesOfEvent; caller++) expect(admitted(`caller ${caller}`, 1)).toBe(1);
    expect(admitted('one more', 3)).toBe(0);
    jest.advanceTimersByTime(windowMs);
    expect(reports).toEqual([[null, 3]]);
  });

  it('reports the suppressed lines at the end of the window without another request, and not before', () => {
    admitted('one', maxLinesOfCaller + 7);
    admitted('other', maxLinesOfCaller);
    jest.advanceTimersByTime(windowMs - 1);
    expect(reports).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(reports).toEqual([['one', 7]]);
  });

  it('admits lines again in the next window, not in the same one', () => {
    admitted('one', maxLinesOfCaller);
    jest.advanceTimersByTime(windowMs - 1);
    expect(admitted('one', 1)).toBe(0);
    jest.advanceTimersByTime(1);
    expect(admitted('one', maxLinesOfCaller + 1)).toBe(maxLinesOfCaller);
  });

  it('reports nothing where nothing was suppressed', () => {
    admitted('one', maxLinesOfCaller);
    limit.flush();
    expect(reports).toEqual([]);
  });
});
