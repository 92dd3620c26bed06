import type { ChangeEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { FieldChangeView } from '../history/field-change-view.tsx';
import timeline from '../history/timeline.module.css';
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
      <dl class={timeline.changes}>
        {Changes.map((change) => (
          <FieldChangeView
            key={change.Field}
            change={change}
            label={fieldLabel(entry, change.Field)}
            showLine={showLine}
          />
        ))}
      </dl>
    </details>
  );
}

/** Draws a line of a value in words: names for ids, words for codes. */
function showLine(field: string, text: string): ComponentChildren {
  switch (field) {
    case 'Flags':
      return <OwnerName href={pathTo('flag', { id: text })} id={text} names={flagNames} />;
    case 'ParentOrganisationReference':
      return <OwnerName href={pathTo('organisation', { id: text })} id={text} names={organisationNames} />;
    default:
      return <FieldValue field={field} value={valueOf(text)} />;
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

/** A line is a text; a boolean has its word in each language. */
function valueOf(text: string): string | boolean {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
