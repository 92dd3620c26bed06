/** Tells of arrivals together: at once after a pause, then at most once in each interval. */
export class Arrivals {
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param tell receives the number of arrivals since it was last called */
  constructor(
    private readonly tell: (count: number) => void,
    private readonly intervalMs = 5_000,
    /** Arrivals of one request come within this time. */
    private readonly gatherMs = 500,
  ) {}

  add(count: number): void {
    this.count += count;
    if (count > 0) this.timer ??= this.after(this.gatherMs);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.count = 0;
  }

  private after(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const { count } = this;
      this.count = 0;
      this.timer = count === 0 ? null : this.after(this.intervalMs);
      if (count > 0) this.tell(count);
    }, ms);
  }
}
