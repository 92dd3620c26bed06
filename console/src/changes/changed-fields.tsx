import type { ChangeEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { ChangedFieldsTable } from '../history/changed-fields-table.tsx';
import { t } from '../language/language.ts';
import { FieldValue } from '../organisations/field-value.tsx';
import { pathTo } from '../routes.ts';
import styles from './changes.module.css';
import { fieldLabel } from './field-labels.ts';
import type { NameCache } from './name-cache.ts';
import { Name } from './owner-link.tsx';
import { flagNames, organisationNames } from './owner-names.ts';

/** Fields that are shown at once; more open when a person asks. */
const maxOpenFields = 3;

/** The changed fields with their old and new values side by side. */
export function ChangedFields({ entry }: { readonly entry: ChangeEntry }) {
  const { Changes } = entry;
  if (Changes.length === 0) return null;
  return (
    <details class={styles.details} open={Changes.length <= maxOpenFields}>
      <summary>{t().changes.fieldCount(Changes.length)}</summary>
      <ChangedFieldsTable entry={entry} labelOf={(field) => fieldLabel(entry, field)} showValue={showValue} />
    </details>
  );
}

/** Draws a value in words: names for ids, words for codes. */
function showValue(field: string, value: unknown): ComponentChildren {
  const id = String(value);
  switch (field) {
    case 'Flags':
      return <OwnerName href={pathTo('flag', { id })} id={id} names={flagNames} />;
    case 'ParentOrganisationReference':
      return <OwnerName href={pathTo('organisation', { id })} id={id} names={organisationNames} />;
    default:
      return <FieldValue field={field} value={value} />;
  }
}

interface OwnerNameProps {
  readonly href: string;
  readonly id: string;
  readonly names: NameCache;
}

function OwnerName({ href, id, names }: OwnerNameProps) {
  return (
    <a href={href}>
      <Name id={id} names={names} />
    </a>
  );
}
