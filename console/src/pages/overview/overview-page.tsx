import { noFilter } from '../../changes/change-filter.ts';
import { useChangeFeed } from '../../changes/use-change-feed.ts';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { Figures } from './figures.tsx';
import { LatestChanges } from './latest-changes.tsx';
import styles from './overview.module.css';
import { useSteadily } from './use-steadily.ts';

const latestRows = 8;

export function OverviewPage() {
  const { overview } = t();
  const { state, feed } = useChangeFeed(noFilter, { rows: latestRows });
  // The numbers follow the log, but a burst of changes must not make the directory count at each of them.
  const position = useSteadily(state.window?.to ?? null);
  const loaded = useLoaded((signal) => directory.organisations.statistics({}, { signal }), [position]);
  return (
    <>
      <PageHeading title={overview.title} summary={overview.summary} />
      <div class={styles.page}>
        <LoadedView loaded={loaded} lines={8}>
          {(statistics) => <Figures statistics={statistics} />}
        </LoadedView>
        <LatestChanges state={state} rows={latestRows} onRetry={() => void feed?.start()} />
      </div>
    </>
  );
}
