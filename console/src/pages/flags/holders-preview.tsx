import { useEffect } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import type { Search } from './find-holders.ts';
import styles from './flags.module.css';
import type { Holders } from './use-holders.ts';

/** The organisations that lose a flag: how far the search has come, the count and the first names. */
export function HoldersPreview({ holders }: { readonly holders: Holders }) {
  const { search, isReading, error, readOn, stop } = holders;
  const text = countText(search);
  useEffect(() => {
    // Progress is not read out, its result is.
    if (!isReading) announce(text);
  }, [isReading, text]);
  return (
    <>
      {isReading && <Progress search={search} onStop={stop} />}
      {error !== null && <ErrorNotice error={error} onRetry={readOn} />}
      {(search.read > 0 || search.isComplete) && <p>{text}</p>}
      <Names search={search} />
      {!isReading && error === null && !search.isComplete && <Unfinished search={search} onReadOn={readOn} />}
    </>
  );
}

function countText({ count, isComplete }: Search): string {
  const { flags } = t();
  if (!isComplete) return flags.holdersSoFar(count);
  return count === 0 ? flags.noHolders : flags.holders(count);
}

function Progress({ search, onStop }: { readonly search: Search; readonly onStop: () => void }) {
  const { flags } = t();
  const text = search.total === 0 ? flags.searching : flags.searchProgress(search.read, search.total);
  return (
    <div class={styles.progress}>
      <progress aria-label={flags.searching} value={search.read} max={Math.max(1, search.total)} />
      <span>{text}</span>
      <Button onClick={onStop}>{flags.stopSearch}</Button>
    </div>
  );
}

function Names({ search }: { readonly search: Search }) {
  const rest = search.count - search.first.length;
  if (search.first.length === 0) return null;
  return (
    <ul class={styles.holders}>
      {search.first.map(({ OrganisationId, OrganisationName }) => (
        <li key={OrganisationId}>
          <bdi>{OrganisationName}</bdi> <code>{OrganisationId}</code>
        </li>
      ))}
      {rest > 0 && <li>{t().common.andMore(rest)}</li>}
    </ul>
  );
}

function Unfinished({ search, onReadOn }: { readonly search: Search; readonly onReadOn: () => void }) {
  const { flags } = t();
  return (
    <Notice tone="wait">
      <p>{flags.searchUnfinished(search.read, search.total)}</p>
      <Button onClick={onReadOn}>{flags.readOn}</Button>
    </Notice>
  );
}
