import { performance } from 'node:perf_hooks';

/** Max lines of one caller and event in a window. */
export const maxLinesOfCaller = 10;
/** Max lines of one event in a window, over all callers. */
export const maxLinesOfEvent = 100;
export const windowMs = 60_000;

interface CallerCount<Sample> {
  readonly sample: Sample;
  lines: number;
  suppressed: number;
}

/**
 * Limits the lines of refused requests in windows of a minute, so that a flood can't fill the disk. One for each event: a
 * flood of 401 hides no 403. Suppressed lines are counted, and reported at the end of the window.
 */
export class RefusalLimit<Sample> {
  private readonly callers = new Map<string, CallerCount<Sample>>();
  private lines = 0;
  private others = 0;
  private endsAtMs = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param report receives the number of suppressed lines of a caller; null is all callers above `maxLinesOfEvent` */
  constructor(private readonly report: (sample: Sample | null, suppressed: number) => void) {}

  /** Returns true if the line is to be written; else counts it as suppressed. */
  admit(caller: string, sample: Sample): boolean {
    if (performance.now() >= this.endsAtMs) this.flush();
    const count = this.countOf(caller, sample);
    if (this.lines < maxLinesOfEvent && count.lines < maxLinesOfCaller) {
      this.lines += 1;
      count.lines += 1;
      return true;
    }
    // A caller without a line gets no count either, so the memory is limited too.
    if (count.lines === 0) {
      this.callers.delete(caller);
      this.others += 1;
    } else count.suppressed += 1;
    this.timer ??= setTimeout(() => {
      this.flush();
    }, this.endsAtMs - performance.now()).unref();
    return false;
  }

  /** Ends the window and reports what was suppressed in it. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    for (const { sample, suppressed } of this.callers.values())
      if (suppressed > 0) this.report(sample, suppressed);
    if (this.others > 0) this.report(null, this.others);
    this.callers.clear();
    this.lines = 0;
    this.others = 0;
    this.timer = null;
    this.endsAtMs = performance.now() + windowMs;
  }

  private countOf(caller: string, sample: Sample): CallerCount<Sample> {
    const known = this.callers.get(caller);
    if (known !== undefined) return known;
    const count = { sample, lines: 0, suppressed: 0 };
    this.callers.set(caller, count);
    return count;
  }
}
