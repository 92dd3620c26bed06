import { computed } from '@preact/signals';
import { locale } from './locale.ts';

const numberFormat = computed(() => new Intl.NumberFormat(locale.value));
const pluralRules = computed(() => new Intl.PluralRules(locale.value));
const dateFormat = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' }));
const momentFormat = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium' }),
);
const utcDayOfYearFormat = computed(
  () => new Intl.DateTimeFormat(locale.value, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
);
const monthFormat = computed(
  () => new Intl.DateTimeFormat(locale.value, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
);
const utcDayFormat = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: 'UTC' }),
);
const relativeFormat = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }));
const countryNames = computed(() => new Intl.DisplayNames([locale.value], { type: 'region' }));

/** Formats a number with the grouping of the language. */
export function number(value: number): string {
  return numberFormat.value.format(value);
}

/** Returns the form for a count; `other` serves for every form that a language does not tell apart. */
export function plural(count: number, forms: { one: string; other: string }): string {
  return pluralRules.value.select(count) === 'one' ? forms.one : forms.other;
}

/** Formats the day of a date as ISO 8601 writes it, in the person's time zone. */
export function day(iso: string): string {
  return dateFormat.value.format(new Date(iso));
}

/** Formats a date and time, in the person's time zone. */
export function moment(iso: string): string {
  return momentFormat.value.format(new Date(iso));
}

/** Formats a month such as `2026-11`. */
export function month(iso: string): string {
  return monthFormat.value.format(new Date(`${iso}-01T00:00:00Z`));
}

/** Formats a day of UTC such as `2026-11-28`. */
export function utcDay(iso: string): string {
  return utcDayFormat.value.format(new Date(iso));
}

/** Formats a day of UTC without its year. */
export function utcDayOfYear(iso: string): string {
  return utcDayOfYearFormat.value.format(new Date(iso));
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Formats how long ago a moment was, such as `3 minutes ago`. */
export function ago(iso: string): string {
  const seconds = (Date.parse(iso) - Date.now()) / 1_000;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relativeFormat.value.format(Math.trunc(seconds / length), unit);
}

/** Returns the name of a country for an ISO 3166-1 code, and any other text as it is. */
export function country(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countryNames.value.of(code) ?? code) : code;
}

/** Returns the name of a language in itself, such as `português (Brasil)`. */
export function languageName(one: string): string {
  return new Intl.DisplayNames([one], { type: 'language' }).of(one) ?? one;
}
