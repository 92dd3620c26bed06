import type { ChangeEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { FieldChangeView } from '../history/field-change-view.tsx';
import timeline from '../history/timeline.module.css';
import { country, moment } from '../language/format.ts';
import { t } from '../language/language.ts';
import { pathTo } from '../routes.ts';
import styles from './changes.module.css';
import { fieldLabel } from './field-labels.ts';
import { Name } from './owner-link.tsx';
import { flagNames, organisationNames } from './owner-names.ts';

/** Fields that are shown at once; more open when a person asks. */
const maxOpenFields = 3;
/** Characters of a value that are shown; a logo can have 64 KiB. */
const maxCharacters = 300;

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
            label={fieldLabel(change.Field)}
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
      return <FlagLink id={text} />;
    case 'ParentOrganisationReference':
      return <ParentLink id={text} />;
    default:
      return wordsOf(field, text);
  }
}

function FlagLink({ id }: { readonly id: string }) {
  return (
    <a href={pathTo('flag', { id })}>
      <Name id={id} names={flagNames} />
    </a>
  );
}

function ParentLink({ id }: { readonly id: string }) {
  return (
    <a href={pathTo('organisation', { id })}>
      <Name id={id} names={organisationNames} />
    </a>
  );
}

function wordsOf(field: string, text: string): string {
  const { common, status, changes } = t();
  const statuses: Readonly<Record<string, string>> = status;
  if (field === 'Status') return statuses[text] ?? text;
  if (field.startsWith('Country')) return country(text);
  if (/^(?:Created|Updated)(?:On|At)$/.test(field)) return moment(text);
  if (text === 'true') return common.yes;
  if (text === 'false') return common.no;
  return text.length > maxCharacters ? text.slice(0, maxCharacters) + changes.cut(text.length) : text;
}
