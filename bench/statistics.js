/** Medians and spreads. */

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The min and the max. */
export function spread(values) {
  return { least: Math.min(...values), most: Math.max(...values) };
}

/** The ratio of the medians, and the spread of the ratios within each round. */
export function ratio(values, others) {
  return {
    median: median(values) / median(others),
    ...spread(values.map((value, round) => value / others[round])),
  };
}

/** A number formatted for the table: three significant figures, grouped thousands. */
export function figure(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function range({ least, most }) {
  return `${figure(least)} to ${figure(most)}`;
}

/** Percentiles for the JSON; all values would add no information. */
export function summary(values) {
  return { median: median(values), ...spread(values), count: values.length };
}
