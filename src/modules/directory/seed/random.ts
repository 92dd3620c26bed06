/** A small deterministic source of numbers (mulberry32): the same keys give the same sequence on every machine. */
export class Random {
  private state: number;

  constructor(...keys: readonly number[]) {
    this.state = 0x9e3779b9;
    for (const key of keys)
      this.state = Math.imul(this.state ^ (key + 0x7f4a7c15), 0x85ebca6b) ^ (this.state >>> 13);
    for (let round = 0; round < 3; round++) this.bits();
  }

  /** 32 bits as a number without sign. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    return this.bits() % below;
  }

  /** True in so many cases of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of the items, of which there must be one at least. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Returns `count` decimal digits. */
  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('');
  }
}
