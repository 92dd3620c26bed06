import type { HistoryEntry } from 'organisations-directory-client';
import { moment, number } from '../../../language/format.ts';
import { t } from '../../../language/language.ts';
import { authorOf } from '../../../organisations/author.ts';
import { fieldLabel } from '../../../organisations/field-label.ts';
import { FieldValue, type FlagsById } from '../../../organisations/field-value.tsx';
import { pathTo } from '../../../routes.ts';
import styles from './history.module.css';

interface HistoryItemProps {
  readonly organisationId: string;
  readonly entry: HistoryEntry;
  /** True if the page shows the organisation as it was after this change. */
  readonly isShown: boolean;
  readonly flags: FlagsById;
}

export function HistoryItem({ organisationId, entry, isShown, flags }: HistoryItemProps) {
  const { organisation } = t();
  const { Revision: revision, At: at, Operation: operation } = entry;
  return (
    <li class={styles.item}>
      <h3>
        {organisation.revision(number(revision))} · {organisation.operations[operation]}
      </h3>
      <p class={styles.meta}>
        <time dateTime={at}>{moment(at)}</time> · <bdi>{authorOf(entry)}</bdi> ·{' '}
        <a
          href={pathTo('organisation', { id: organisationId, revision })}
          aria-current={isShown ? 'true' : undefined}
        >
          {organisation.asItWas(number(revision))}
        </a>
      </p>
      <Changes entry={entry} flags={flags} />
    </li>
  );
}

function Changes({ entry, flags }: { readonly entry: HistoryEntry; readonly flags: FlagsById }) {
  const { organisation } = t();
  // A creation has no former values, whose empty column would only take room.
  const hasOld = entry.Changes.some(({ Old }) => Old !== null);
  return (
    <table class={styles.changes}>
      <caption class="visually-hidden">{organisation.changesOf(number(entry.Revision))}</caption>
      <thead>
        <tr>
          <th scope="col">{organisation.field}</th>
          {hasOld && <th scope="col">{organisation.before}</th>}
          <th scope="col">{organisation.after}</th>
        </tr>
      </thead>
      <tbody>
        {entry.Changes.map(({ Field: field, Old, New }) => (
          <tr key={field}>
            <th scope="row">{fieldLabel(field)}</th>
            {hasOld && (
              <td data-label={organisation.before}>
                <FieldValue field={field} value={Old} flags={flags} />
              </td>
            )}
            <td data-label={organisation.after}>
              <FieldValue field={field} value={New} flags={flags} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
