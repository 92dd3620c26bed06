import { Gauge, type Registry } from 'prom-client';

interface QueueGauge<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly Label[];
  /** Reads the values; labels are in the order of the series. */
  readonly read: () => Promise<
    readonly { readonly labels: Partial<Record<Label, string>>; readonly value: number }[]
  >;
}

/** Adds a gauge of a queue in the database. While the database is unreachable a scrape omits it. */
export function addQueueGauge<Label extends string = never>(
  registry: Registry,
  { name, help, labelNames = [], read }: QueueGauge<Label>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const series = await read().catch(() => null);
      this.reset();
      // Without labels `reset` leaves a zero.
      if (labelNames.length === 0) this.remove();
      for (const { labels, value } of series ?? []) this.set(labels, value);
    },
  });
}
