/** Medians and spreads. */

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The least and the most. */
export function spread(values) {
  return { least: Math.min(...values), most: Math.max(...values) };
}

/** Ratio of the medians, and the spread of the ratios within each round. */
export function ratio(values, others) {
  return {
    median: median(values) / median(others),
    ...spread(values.map((value, round) => value / others[round])),
  };
}

/** A number as it stands in the table: three figures that count, thousands parted. */
export function figure(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function range({ least, most }) {
  return `${figure(least)} to ${figure(most)}`;
}

/** A hundred numbers or so would tell no more than these: for the JSON. */
export function summary(values) {
  return { median: median(values), ...spread(values), count: values.length };
}
