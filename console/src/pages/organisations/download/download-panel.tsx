import type { OrganisationQuery } from 'organisations-directory-client';
import { Button } from '../../../design/button.tsx';
import { t } from '../../../language/language.ts';
import { organisationFields } from '../../../organisations/organisation-fields.ts';
import { download, startDownload } from './current-download.ts';
import styles from './download.module.css';
import { DownloadState } from './download-state.tsx';
import { csv, json } from './formats.ts';

interface DownloadPanelProps {
  readonly isOpen: boolean;
  /** The list as it is shown; its page and size do not matter. */
  readonly request: OrganisationQuery;
  /** Null: not known yet. */
  readonly total: number | null;
}

const formats = [csv(organisationFields), json];

/** Offers all that the list finds as a file. A download that runs is shown even if the panel is closed. */
export function DownloadPanel({ isOpen, request, total }: DownloadPanelProps) {
  const { organisations: messages, common } = t();
  if (!isOpen && download.value.step === 'none') return null;
  return (
    <div class={styles.panel}>
      {isOpen && (
        <>
          <p>{messages.downloadText(common.organisations(total ?? 0))}</p>
          <p class={styles.note}>{messages.downloadSafety}</p>
          <div class={styles.buttons}>
            {formats.map((format) => (
              <Button
                key={format.name}
                disabled={total === null || total === 0}
                isBusy={download.value.step === 'reading'}
                onClick={() => {
                  void startDownload(format, request, total ?? 0);
                }}
              >
                {messages.downloadAs(format.name)}
              </Button>
            ))}
          </div>
        </>
      )}
      <DownloadState />
    </div>
  );
}
