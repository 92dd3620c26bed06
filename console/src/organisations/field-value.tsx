import type { ComponentChildren } from 'preact';
import type { Flag } from 'organisations-directory-client';
import { StatusBadge } from '../design/badge.tsx';
import { country, moment } from '../language/format.ts';
import { t } from '../language/language.ts';
import styles from './field-value.module.css';
import { LongText } from './long-text.tsx';

/** Flags by their ids, for fields that name them by id. */
export type FlagsById = ReadonlyMap<string, Flag>;

interface FieldValueProps {
  readonly field: string;
  /** As the API has it: of the organisation, or of a change in its history. */
  readonly value: unknown;
  readonly flags?: FlagsById;
}

/** Shows the value of a field of an organisation, always as text. */
export function FieldValue({ field, value, flags = new Map() }: FieldValueProps) {
  if (isEmpty(value)) return <span class={styles.none}>{t().common.none}</span>;
  if (typeof value === 'boolean') return <>{value ? t().common.yes : t().common.no}</>;
  if (typeof value === 'string') return <TextValue field={field} value={value} />;
  if (Array.isArray(value)) return <FlagNames ids={value.map(idOf)} flags={flags} />;
  return <LongText text={sentenceOf(value)} />;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** A Status that this release does not know is shown as it is. */
function isStatus(value: string): value is keyof ReturnType<typeof t>['status'] {
  return Object.hasOwn(t().status, value);
}

const renderers: Readonly<Record<string, (value: string) => ComponentChildren>> = {
  Status: (value) => (isStatus(value) ? <StatusBadge status={value} /> : value),
  CreatedOn: (value) => <time dateTime={value}>{moment(value)}</time>,
  Country: (value) => <CountryName text={value} />,
  CountryOfRegistration: (value) => <CountryName text={value} />,
};

function TextValue({ field, value }: { readonly field: string; readonly value: string }) {
  return <>{renderers[field]?.(value) ?? <LongText text={value} />}</>;
}

function CountryName({ text }: { readonly text: string }) {
  const name = country(text);
  return <bdi>{name === text ? text : `${name} (${text})`}</bdi>;
}

function FlagNames({ ids, flags }: { readonly ids: readonly string[]; readonly flags: FlagsById }) {
  return (
    <ul role="list" class={styles.list}>
      {ids.map((id) => {
        const flag = flags.get(id);
        return (
          <li key={id} dir="auto">
            {flag === undefined ? <code>{id}</code> : `${flag.Name}: ${flag.Value}`}
          </li>
        );
      })}
    </ul>
  );
}

function idOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'Id' in item ? String(item.Id) : String(item);
}

/** An administrator in the history: the address, then the Status. */
function sentenceOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const members = new Map<string, unknown>(Object.entries(value));
  const status = members.get('Status');
  members.delete('Status');
  return [...members.values(), status]
    .filter((part) => typeof part === 'string')
    .map((part) => (isStatus(part) ? t().status[part] : part))
    .join(' – ');
}
