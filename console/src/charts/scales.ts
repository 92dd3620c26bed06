/** Returns round values from 0 to at least the maximum, for the lines of a chart of counts. */
export function ticksUpTo(max: number, wanted = 3): readonly number[] {
  const rough = Math.max(1, max / wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Returns which of the columns get a label: at most so many, evenly, the first and the last among them. */
export function labelledIndexes(count: number, wanted: number): readonly number[] {
  const labels = Math.min(count, Math.max(1, wanted));
  if (labels <= 1) return count === 0 ? [] : [count - 1];
  const indexes = Array.from({ length: labels }, (_, index) =>
    Math.round((index * (count - 1)) / (labels - 1)),
  );
  return [...new Set(indexes)];
}

/** Returns the first rows, and the sum of the others. */
export function firstAndRest<Row extends { readonly value: number }>(
  rows: readonly Row[],
  wanted: number,
): { readonly first: readonly Row[]; readonly rest: number } {
  return {
    first: rows.slice(0, wanted),
    rest: rows.slice(wanted).reduce((sum, { value }) => sum + value, 0),
  };
}
