import { Button } from '../../../design/button.tsx';
import { Empty } from '../../../design/empty.tsx';
import { LoadedView } from '../../../design/loaded-view.tsx';
import { Section } from '../../../design/section.tsx';
import { number } from '../../../language/format.ts';
import { t } from '../../../language/language.ts';
import type { FlagsById } from '../../../organisations/field-value.tsx';
import { HistoryItem } from './history-item.tsx';
import styles from './history.module.css';
import { useHistory } from './use-history.ts';

interface HistorySectionProps {
  readonly organisationId: string;
  readonly etag: string;
  /** The revision that the page shows; null: the present state. */
  readonly revision: number | null;
  readonly flags: FlagsById;
}

/** The changes of an organisation, newest first, each with its old and new values side by side. */
export function HistorySection({ organisationId, etag, revision, flags }: HistorySectionProps) {
  const { organisation } = t();
  const { loaded, showMore } = useHistory(organisationId, etag);
  return (
    <Section title={organisation.history}>
      <LoadedView loaded={loaded} lines={6}>
        {({ entries, totalSize, hasMore }) =>
          entries.length === 0 ? (
            <Empty>
              <p>{organisation.noHistory}</p>
            </Empty>
          ) : (
            <div class={styles.history}>
              <ol role="list" class={styles.timeline}>
                {entries.map((entry) => (
                  <HistoryItem
                    key={entry.Revision}
                    organisationId={organisationId}
                    entry={entry}
                    isShown={entry.Revision === revision}
                    flags={flags}
                  />
                ))}
              </ol>
              <p class={styles.count}>{organisation.entriesOf(number(entries.length), number(totalSize))}</p>
              {hasMore && (
                <div>
                  <Button onClick={showMore} isBusy={loaded.isLoading}>
                    {organisation.showMore}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </LoadedView>
    </Section>
  );
}
