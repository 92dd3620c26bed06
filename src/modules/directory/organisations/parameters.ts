/** Collects the values of a statement that is put together from parts; each comes back as its placeholder. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Keeps a value and returns `$n`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
