import { useEffect } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import type { Loaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import styles from './flags.module.css';
import type { Holders } from './use-holders.ts';

/** The organisations that lose a flag: their number and the first names. */
export function HoldersPreview({ holders }: { readonly holders: Loaded<Holders> }) {
  return (
    <LoadedView loaded={holders} lines={3}>
      {(value) => <HoldersView {...value} />}
    </LoadedView>
  );
}

function HoldersView({ totalSize, content }: Holders) {
  const { flags, common } = t();
  const text = totalSize === 0 ? flags.noHolders : flags.holders(totalSize);
  useEffect(() => {
    announce(text);
  }, [text]);
  const rest = totalSize - content.length;
  return (
    <>
      <p>{text}</p>
      {content.length > 0 && (
        <ul class={styles.holders}>
          {content.map(({ OrganisationId, OrganisationName }) => (
            <li key={OrganisationId}>
              <bdi>{OrganisationName}</bdi> <code>{OrganisationId}</code>
            </li>
          ))}
          {rest > 0 && <li>{common.andMore(rest)}</li>}
        </ul>
      )}
    </>
  );
}
