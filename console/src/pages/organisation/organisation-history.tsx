import type { HistoryEntry } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';
import { HistorySection, type NewestEntries } from '../../history/history-section.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import { FieldValue, type FlagsById } from '../../organisations/field-value.tsx';
import { pathTo } from '../../routes.ts';

interface OrganisationHistoryProps {
  readonly organisationId: string;
  readonly etag: string;
  /** The revision that the page shows; null: the present state. */
  readonly revision: number | null;
  readonly flags: FlagsById;
}

/** The changes of an organisation, each with a link to the organisation as it was after the change. */
export function OrganisationHistory({ organisationId: id, etag, revision, flags }: OrganisationHistoryProps) {
  return (
    <HistorySection
      read={(count, signal) => readHistory(id, count, signal)}
      keys={[id, etag]}
      labelOf={fieldLabel}
      showValue={(field, value) => (
        <FieldValue field={field} value={field === 'Flags' ? [value] : value} flags={flags} />
      )}
      linkOf={({ Revision }) => (
        <a
          href={pathTo('organisation', { id, revision: Revision })}
          aria-current={Revision === revision ? 'true' : undefined}
        >
          {t().organisation.asItWas(number(Revision))}
        </a>
      )}
    />
  );
}

const pageSize = 20;

/** Reads page by page: one that has not changed costs a 304. */
async function readHistory(
  organisationId: string,
  count: number,
  signal: AbortSignal,
): Promise<NewestEntries> {
  const entries = new Map<number, HistoryEntry>();
  for (let page = 0; ; page += 1) {
    const query = { page, size: pageSize };
    const answer = await directory.organisations.historyPage(organisationId, query, { signal });
    // An entry that is made meanwhile moves the others to the next page.
    for (const entry of answer.content) entries.set(entry.Revision, entry);
    if (page + 1 >= answer.totalPages || entries.size >= count)
      return { entries: [...entries.values()], totalSize: answer.totalSize };
  }
}
