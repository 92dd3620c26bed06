import { pythonText } from '../validation/python-text.js';
import { notText, SchemaRule } from '../validation/schema-rules.js';

/** Rates in pounds are below this: the column has twelve digits, six of them decimals. */
const maxRate = 1_000_000;
/** JavaScript's notation of a number with at most six decimals; below a millionth it has an exponent. */
const sixDecimals = /^\d+(\.\d{1,6})?$/;

/** A day of the calendar, as `YYYY-MM-DD`. */
export function DayField(): PropertyDecorator {
  return SchemaRule('day', (value) => {
    if (typeof value !== 'string') return [notText(value)];
    return isDay(value) ? [] : [`${pythonText(value)} is not a date as YYYY-MM-DD`];
  });
}

/** Pounds from 0 to less than a million, with at most six decimals, so that the database keeps them exactly. */
export function RateField(): PropertyDecorator {
  return SchemaRule('rate', (value) => {
    if (typeof value !== 'number') return [`${pythonText(value)} is not of type number`];
    if (value < 0) return [`${pythonText(value)} is less than the minimum of 0`];
    if (value >= maxRate) return [`${pythonText(value)} is not less than ${maxRate}`];
    return sixDecimals.test(String(value)) ? [] : [`${pythonText(value)} has more than six decimals`];
  });
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  // JavaScript reads 30 February as a day of March. PostgreSQL has no year 0.
  return (
    !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value) && !value.startsWith('0000')
  );
}
