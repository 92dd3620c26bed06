import { DirectoryError } from 'organisations-directory-client';
import { LoadedView } from '../../design/loaded-view.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import styles from './organisation.module.css';

interface WarningsProps {
  readonly organisationId: string;
  readonly etag: string;
  /** The organisation is no longer as the page shows it. */
  readonly onOutdated: () => void;
}

/** The Warnings of an organisation as they stand now. */
export function Warnings({ organisationId, etag, onOutdated }: WarningsProps) {
  const loaded = useLoaded(
    async (signal) => {
      try {
        return await readWarnings(organisationId, etag, signal);
      } catch (error) {
        if (error instanceof DirectoryError && error.status === 412) onOutdated();
        throw error;
      }
    },
    [organisationId, etag],
  );
  return (
    <Section title={t().fields.Warnings}>
      <LoadedView loaded={loaded} lines={1}>
        {(warnings) =>
          warnings.length === 0 ? (
            <p class="quiet">{t().organisation.noWarnings}</p>
          ) : (
            <ul class={styles.list}>
              {warnings.map((warning) => (
                <li key={warning} dir="auto">
                  {warning}
                </li>
              ))}
            </ul>
          )
        }
      </LoadedView>
    </Section>
  );
}

/**
 * Only the answer to a change has Warnings, so this asks for a change of nothing: the API then writes nothing, makes no
 * entry in the history and keeps the ETag.
 */
async function readWarnings(id: string, etag: string, signal: AbortSignal): Promise<readonly string[]> {
  const { Warnings: warnings = [] } = await directory.organisations.patch(id, {}, { ifMatch: etag, signal });
  return warnings;
}
